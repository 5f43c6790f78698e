import { NotAuthorized } from './aodh-definition.ts';
import { invalid } from './aodh-fields.ts';
import { ordered, type Row } from './aodh-view.ts';
import { repr } from './python.ts';
import { Refused } from './refused.ts';
import type { Token } from './tokens.ts';

/** The alarms that `q.field=…&q.op=eq&q.value=…` names: those of the caller's project where it names no other. */
export function filterAlarms(rows: readonly Row[], query: URLSearchParams, caller: Token): Row[] {
  const conditions = conditionsOf(query);
  const fields = conditions.map(({ field }) => field);
  const set = (names: readonly string[]) => `{${[...new Set(names)].map(repr).join(', ')}}`;
  if (fields.some((field) => !alarmFields.includes(field))) {
    throw invalid('field', set(fields), `only fields ${set(alarmFields)} are allowed`);
  }
  const operators = conditions.map(({ op }) => op);
  if (operators.some((op) => op !== 'eq')) throw invalid('op', set(operators), "only operations {'eq'} are allowed");
  const own = caller.project!.projectId;
  const everywhere = conditions.some(({ field, value }) => field === 'all_projects' && /^true$/i.test(value));
  if (everywhere && !caller.admin) throw new Refused(403, 'RBAC Authorization Failed');
  const foreign = conditions.find(({ field, value }) => field === 'project_id' && value !== own);
  if (foreign && !caller.admin) throw new NotAuthorized(`Not Authorized to access project ${foreign.value}`);
  const wanted = conditions.filter(({ field }) => field !== 'all_projects');
  if (!everywhere && !fields.includes('project_id')) wanted.push({ field: 'project_id', op: 'eq', value: own });
  return rows.filter((row) => wanted.every((condition) => holds(row, condition)));
}

/** The changes of one alarm that the query names; callers who are no admins see what was done on their behalf. */
export function filterChanges(rows: readonly Row[], query: URLSearchParams, caller: Token): Row[] {
  const conditions = conditionsOf(query).map((one) => ({ ...one, field: changeFields[one.field] ?? one.field }));
  const known = Object.values(changeFields);
  const unknown = conditions.find(({ field }) => !known.includes(field));
  if (unknown) {
    const { field, op, value } = unknown;
    const shown = `[<Query ${repr(field)} ${op} ${repr(value)} Unset>]`;
    const keys = repr(['project', 'search_offset', 'severity', 'timestamp', 'type', 'user']);
    throw new Refused(400, `Unknown argument: "${field}": unrecognized field in query: ${shown}, valid keys: ${keys}`);
  }
  const own = caller.project!.projectId;
  return rows.filter(
    (row) => (caller.admin || row.on_behalf_of === own) && conditions.every((condition) => holds(row, condition)),
  );
}

/** `sort=key:dir`, `marker=` and `limit=`. */
export function paged(rows: readonly Row[], query: URLSearchParams, id: string): Row[] {
  const sorts = query.getAll('sort').map((sort) => {
    const [key = '', direction] = sort.split(':');
    return [key, direction === 'desc'] as const;
  });
  const sorted = sorts.length ? [...rows].sort(ordered(sorts)) : rows;
  const marker = query.get('marker');
  const start = marker === null ? 0 : sorted.findIndex((row) => row[id] === marker) + 1;
  if (marker !== null && start === 0) throw new Refused(400, `Marker ${marker} not found.`);
  const limit = limitOf(query.get('limit'));
  return sorted.slice(start, limit ? start + limit : undefined);
}

const alarmFields = [
  ...['all_projects', 'user_id', 'project_id', 'type', 'name', 'enabled'],
  ...['state', 'severity', 'timestamp', 'repeat_actions'],
];

const changeFields: Record<string, string> = {
  ...{ type: 'type', timestamp: 'timestamp', user: 'user_id', user_id: 'user_id' },
  ...{ project: 'project_id', project_id: 'project_id' },
};

type Condition = { readonly field: string; readonly op: string; readonly value: string };

function conditionsOf(query: URLSearchParams): Condition[] {
  const operators = query.getAll('q.op');
  const values = query.getAll('q.value');
  return query
    .getAll('q.field')
    .map((field, index) => ({ field, op: operators[index] ?? 'eq', value: values[index] ?? '' }));
}

function holds(row: Row, { field, op, value }: Condition): boolean {
  const own = row[field];
  // Booleans are written True, true or 1.
  if (typeof own === 'boolean') return own === /^(true|1)$/i.test(value);
  const sign = own === value ? 0 : String(own) < value ? -1 : 1;
  switch (op) {
    case 'lt':
      return sign < 0;
    case 'le':
      return sign <= 0;
    case 'gt':
      return sign > 0;
    case 'ge':
      return sign >= 0;
    default:
      return sign === 0;
  }
}

function limitOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (!/^-?\d+$/.test(text)) {
    const why = `unable to convert to int. Error: invalid literal for int() with base 10: ${repr(text)}`;
    throw invalid('limit', text, why);
  }
  if (Number(text) < 0) throw invalid('limit', Number(text), 'it should be a positive integer.');
  return Number(text);
}
