import { ordered, type Row } from './aodh-view.ts';
import { predicate } from './gnocchi-search.ts';
import { Refused } from './refused.ts';
import type { Token } from './tokens.ts';

/**
 * `POST /v2/query/…`: `filter` and `orderby` are JSON in strings, as in `{"filter": "{\"=\": {\"state\": \"ok\"}}"}`.
 * Admins see what belongs to any project; `owner` is the field that names it. Throws `Refused` (400).
 */
export function search(
  rows: readonly Row[],
  body: Record<string, unknown>,
  caller: Token,
  owner: 'project_id' | 'on_behalf_of',
): Row[] {
  const { limit } = body;
  const matches = filterOf(body.filter);
  const order = orderOf(body.orderby);
  if (limit !== undefined && !(Number(limit) > 0)) throw new Refused(400, 'Limit should be positive');
  const mine = caller.admin ? rows : rows.filter((row) => row[owner] === caller.project!.projectId);
  const found = mine.filter((row) => matches({ ...row, user: row.user_id, project: row.project_id }));
  return (order ? found.sort(order) : found).slice(0, limit === undefined ? undefined : Number(limit));
}

function filterOf(text: unknown) {
  const wrong = (why: string) => new Refused(400, `Filter expression not valid: ${why}`);
  const filter = text === undefined ? {} : jsonOf(text, wrong);
  if (typeof filter !== 'object' || filter === null) throw wrong(`${text} is not of type 'object'`);
  try {
    return predicate(filter);
  } catch (error) {
    throw error instanceof Refused ? wrong(error.message) : error;
  }
}

function orderOf(text: unknown) {
  if (text === undefined) return undefined;
  const wrong = (why: string) => new Refused(400, `Order-by expression not valid: ${why}`);
  const keys = jsonOf(text, wrong);
  if (!Array.isArray(keys)) throw wrong(`${text} is not of type 'array'`);
  const pairs = keys.flatMap((one) => Object.entries(one as Record<string, string>));
  return ordered(pairs.map(([key, direction]) => [key, /^desc$/i.test(direction)]));
}

function jsonOf(text: unknown, wrong: (why: string) => Refused): unknown {
  try {
    return JSON.parse(String(text));
  } catch (error) {
    throw wrong((error as Error).message);
  }
}
