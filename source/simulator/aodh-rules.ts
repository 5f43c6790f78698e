import { comparisons, type Definition, type EventRule, type ThresholdRule } from './aodh-alarm.ts';
import { count, type Fields, invalid, oneOf, type Reader, readFields, real, text } from './aodh-fields.ts';
import { policyMethods } from './gnocchi-measures.ts';
import { repr } from './python.ts';
import { Refused } from './refused.ts';

/** All types that Aodh has, in its order; the stand-in evaluates `gnocchi_resources_threshold` and keeps `event`. */
export const types = [
  'loadbalancer_member_health',
  'gnocchi_aggregation_by_resources_threshold',
  'event',
  'composite',
  'gnocchi_resources_threshold',
  'gnocchi_aggregation_by_metrics_threshold',
] as const;

const untouched: Reader = (value) => value;

const rule =
  (fields: Fields): Reader =>
  (value, name, whole) =>
    readFields(value, fields, `data.${name}`, whole);

/** The attribute of each type's rule, and how it is read. */
export const ruleFields: Fields = {
  ...Object.fromEntries(types.map((type) => [`${type}_rule`, { read: untouched }])),
  gnocchi_resources_threshold_rule: {
    read: rule({
      metric: { read: text, mandatory: true },
      resource_id: { read: text, mandatory: true },
      resource_type: { read: text, mandatory: true },
      comparison_operator: { read: oneOf(comparisons) },
      threshold: { read: real, mandatory: true },
      aggregation_method: { read: text, mandatory: true },
      evaluation_periods: { read: count },
      granularity: { read: count },
    }),
  },
  event_rule: { read: rule({ event_type: { read: text }, query: { read: conditions } }) },
};

/** The rule that belongs to the alarm's type, and no other: of the attributes that were read from a body. */
export function ruleOf(read: Record<string, unknown>): Pick<Definition, 'type' | 'rule'> {
  const { type } = read;
  const name = `${type}_rule`;
  if (read[name] === undefined) throw new Refused(400, `${name} must be set for ${type} type alarm`);
  const [first, second] = types.map((one) => `${one}_rule`).filter((one) => read[one] !== undefined);
  if (second) throw new Refused(400, `${first} and ${second} cannot be set at the same time`);
  if (type === 'event') {
    const { event_type, query } = read[name] as Partial<EventRule>;
    return { type, rule: { event_type: event_type || '*', query: query ?? [] } };
  }
  if (type !== 'gnocchi_resources_threshold') throw new Refused(400, `The stand-in has no alarms of the type ${type}`);
  const given = read[name] as Partial<ThresholdRule>;
  const defaults = { comparison_operator: 'eq', evaluation_periods: 1, granularity: 60 } as const;
  return { type, rule: { ...defaults, ...given } as ThresholdRule };
}

/** What Aodh checks last: it asks Gnocchi for the methods, not for the metric, the resource or the granularity. */
export function checkRule({ type, rule }: Definition): void {
  if (type === 'event') for (const one of rule.query) checkCondition(one);
  else if (!policyMethods.includes(rule.aggregation_method)) {
    throw new Refused(400, `aggregation_method should be in ${repr(policyMethods)} not ${rule.aggregation_method}`);
  }
}

const conditionFields: Fields = {
  field: { read: text, mandatory: true },
  op: { read: text },
  value: { read: text, mandatory: true },
  type: { read: text },
};

function conditions(value: unknown, name: string, whole: unknown): unknown {
  if (!Array.isArray(value)) throw invalid('data', whole, `Value not a valid list: ${value}`);
  return value.map((one) => ({ op: 'eq', ...readFields(one, conditionFields, `data.event_rule.${name}`, whole) }));
}

const traits = ['', 'boolean', 'float', 'integer', 'string'];

function checkCondition({ field, op, type }: Record<string, unknown>): void {
  const wrong = (why: string, key: string) =>
    new Refused(400, `Query value or traits invalid: ${why} for dictionary value @ data['${key}']`);
  const shape = /^[a-zA-Z.',0-9_-]*$/;
  if (!shape.test(String(field))) throw wrong(`does not match regular expression ${shape.source}`, 'field');
  const operators = [...comparisons].sort();
  if (!operators.includes(op as never)) throw wrong(`value must be one of ${repr(operators)}`, 'op');
  if (!traits.includes(type as string)) throw wrong(`value must be one of ${repr(traits)}`, 'value');
}
