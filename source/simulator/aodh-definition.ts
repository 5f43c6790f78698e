import { type AlarmState, type Definition, states } from './aodh-alarm.ts';
import { bool, type Fields, invalid, oneOf, type Reader, readFields, text, texts } from './aodh-fields.ts';
import { checkRule, ruleFields, ruleOf, types } from './aodh-rules.ts';
import { Refused } from './refused.ts';

/** What a POST or PUT says: all of an alarm, defaults filled in. */
export type Given = {
  readonly definition: Definition;
  readonly state: AlarmState;
  readonly userId: string | undefined;
  readonly projectId: string | undefined;
  /** Epoch milliseconds; null: not said. */
  readonly evaluatedAt: number | null;
};

/** A refusal with the status 401, which Aodh uses for what this caller may not have. */
export class NotAuthorized extends Error {}

/** Throws `Refused` (400) and `NotAuthorized` with Aodh's sentences. */
export function readAlarm(body: unknown, admin: boolean): Given {
  const read = readFields(body, fields, 'data');
  const rule = ruleOf(read);
  const actions = (name: string) => [...new Set((read[name] as string[] | undefined) ?? [])];
  const definition = {
    name: read.name,
    description: read.description || describe(rule),
    enabled: read.enabled ?? true,
    ok_actions: actions('ok_actions'),
    alarm_actions: actions('alarm_actions'),
    insufficient_data_actions: actions('insufficient_data_actions'),
    repeat_actions: read.repeat_actions ?? false,
    time_constraints: [],
    severity: read.severity ?? 'low',
    ...rule,
  } as unknown as Definition;
  const all = [...definition.ok_actions, ...definition.alarm_actions, ...definition.insufficient_data_actions];
  for (const action of all) checkScheme(action, admin);
  checkRule(definition);
  for (const action of all) checkTrust(action);
  return {
    definition,
    state: (read.state ?? 'insufficient data') as AlarmState,
    userId: read.user_id as string | undefined,
    projectId: read.project_id as string | undefined,
    evaluatedAt: (read.evaluate_timestamp as number | undefined) ?? null,
  };
}

export function isTrusted(action: string): boolean {
  return action.startsWith('trust+');
}

const time: Reader = (value, _, whole) => {
  const at = Date.parse(/([zZ]|[+-]\d\d:\d\d)$/.test(String(value)) ? String(value) : `${value}Z`);
  if (Number.isNaN(at)) throw invalid('data', whole, 'Unknown string format: %s');
  return at;
};

/** Cron is not worth its while here: nothing that the stand-in would not keep to is accepted. */
const noConstraints: Reader = (value) => {
  if (Array.isArray(value) && value.length === 0) return value;
  throw new Refused(400, 'The stand-in has no time constraints');
};

const fields: Fields = {
  alarm_id: { read: text },
  name: { read: text, mandatory: true },
  description: { read: text },
  enabled: { read: bool },
  ok_actions: { read: texts },
  alarm_actions: { read: texts },
  insufficient_data_actions: { read: texts },
  repeat_actions: { read: bool },
  type: { read: oneOf(types), mandatory: true },
  time_constraints: { read: noConstraints },
  project_id: { read: text },
  user_id: { read: text },
  timestamp: { read: time },
  state: { read: oneOf(states) },
  state_timestamp: { read: time },
  state_reason: { read: text },
  severity: { read: oneOf(['low', 'moderate', 'critical']) },
  evaluate_timestamp: { read: time },
  ...ruleFields,
};

function describe({ type, rule }: Pick<Definition, 'type' | 'rule'>): string {
  return 'event_type' in rule ? `Alarm when ${rule.event_type} event occurred.` : `${type} alarm rule`;
}

const schemes = ['http', 'https', 'trust+http', 'trust+https', 'log'];

function checkScheme(action: string, admin: boolean): void {
  const scheme = /^([a-z+]+):/i.exec(action)?.[1]?.toLowerCase() ?? '';
  if (!schemes.includes(scheme)) throw new Refused(400, `Unsupported action ${action}`);
  if (scheme === 'log' && !admin) throw new NotAuthorized(`You are not authorized to create action: ${action}`);
}

function checkTrust(action: string): void {
  if (isTrusted(action) && /^[^/]*\/\/[^/]*@/.test(action)) {
    throw new Refused(400, 'trust URL cannot contain a trust ID.');
  }
}
