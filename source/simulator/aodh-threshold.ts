import type { Alarm, AlarmState, ThresholdRule } from './aodh-alarm.ts';
import { aggregate } from './gnocchi-measures.ts';
import { type GnocchiStore, metricOf } from './gnocchi-store.ts';
import { float } from './python.ts';

/** What Gnocchi had: the last values, oldest first, no more than the rule's periods; or why they do not suffice. */
export type Finding = { readonly values: readonly number[]; readonly unknown?: string };

/** The state that an alarm is to be in, and why. */
export type Verdict = { readonly state: AlarmState; readonly reason: string; readonly data: ReasonData };

export type ReasonData = {
  readonly type: 'threshold';
  readonly disposition: 'inside' | 'outside' | 'unknown';
  readonly count: number;
  readonly most_recent: number | null;
};

/**
 * Asks for granularity × (periods + 1) seconds before `now` and keeps the last `evaluation_periods` values. The work
 * is that of the window alone. `step`: seconds between two samples of Ceilometer.
 */
export function find(rule: ThresholdRule, store: GnocchiStore, now: number, step: number): Finding {
  const { resource_id, metric: name, aggregation_method: method, granularity, evaluation_periods: periods } = rule;
  const resource = store.resource('generic', resource_id);
  if (!resource) return nothing(`resource ${resource_id} does not exists`);
  const metric = metricOf(resource, name);
  if (!metric) return nothing(`metric ${name} for resource ${resource_id} does not exists`);
  const kept = metric.policy.definition.some((level) => level.granularity === granularity);
  if (!kept || !metric.policy.methods.includes(method)) {
    return nothing(`aggregation ${method} does not exist for metric ${name} of resource ${resource_id}`);
  }
  const span = { start: now - granularity * (periods + 1) * 1000, stop: now };
  const values = aggregate(metric, method, granularity, span, step)
    .slice(-periods)
    .map(([, value]) => value);
  if (!values.length) return nothing(`No datapoint for granularity ${granularity}`);
  return values.length < periods ? { values, unknown: `${periods} datapoints are unknown` } : { values };
}

/**
 * Aodh's threshold evaluator. All values must agree before the state changes; where they do not, only an alarm that
 * knew nothing follows the last of them. Undefined: nothing to tell, not even to an alarm with `repeat_actions`.
 */
export function judge(alarm: Alarm, rule: ThresholdRule, { values, unknown }: Finding): Verdict | undefined {
  const blind = alarm.state === 'insufficient data';
  const repeats = alarm.definition.repeat_actions;
  const most_recent = values.at(-1) ?? null;
  if (unknown !== undefined && !blind) {
    const data = { type: 'threshold', disposition: 'unknown', count: rule.evaluation_periods, most_recent } as const;
    return { state: 'insufficient data', reason: unknown, data };
  }
  const isOutside = (value: number) => compare[rule.comparison_operator](value, rule.threshold);
  const outside = unknown === undefined ? values.filter(isOutside).length : 0;
  const agreed = outside === 0 || outside === values.length;
  let state = alarm.state;
  if (unknown === undefined && (agreed || blind)) state = isOutside(values.at(-1)!) ? 'alarm' : 'ok';
  if (state === alarm.state && !repeats) return undefined;
  const disposition = state === 'ok' ? 'inside' : 'outside';
  const count = state === 'ok' ? values.length - outside : outside;
  const change = state === alarm.state ? `Remaining as ${state}` : `Transition to ${state}`;
  const last = most_recent === null ? 'None' : float(most_recent);
  const reason = `${change} due to ${count} samples ${disposition} threshold, most recent: ${last}`;
  return { state, reason, data: { type: 'threshold', disposition, count, most_recent } };
}

const compare: Record<ThresholdRule['comparison_operator'], (value: number, limit: number) => boolean> = {
  lt: (value, limit) => value < limit,
  le: (value, limit) => value <= limit,
  eq: (value, limit) => value === limit,
  ne: (value, limit) => value !== limit,
  ge: (value, limit) => value >= limit,
  gt: (value, limit) => value > limit,
};

function nothing(unknown: string): Finding {
  return { values: [], unknown };
}
