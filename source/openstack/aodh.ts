import * as z from 'zod';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';
import { allPages } from './list-in.ts';
import { safeWords } from './secret.ts';
import { time } from './server.ts';
import type { Caller, ServiceCall } from './session.ts';

export type AodhState = 'ok' | 'alarm' | 'insufficient data';

/** What an alarm watches: one metric of one resource of Gnocchi. */
export type ThresholdRule = {
  readonly metric: string;
  readonly resource_id: string;
  readonly resource_type: string;
  readonly aggregation_method: string;
  /** Seconds; one of those that the metric's archive policy keeps. */
  readonly granularity: number;
  /** So many values in a row must agree. */
  readonly evaluation_periods: number;
  readonly threshold: number;
  readonly comparison_operator: 'ge' | 'gt' | 'le' | 'lt' | 'eq' | 'ne';
};

/** An alarm as it is written. */
export type AlarmBody = {
  readonly name: string;
  readonly type: 'gnocchi_resources_threshold';
  readonly description: string;
  readonly severity: 'low' | 'moderate' | 'critical';
  readonly enabled: boolean;
  readonly repeat_actions: boolean;
  /** URLs; `trust+http://…` is called with a token of a trust that Aodh makes when the alarm is written. */
  readonly alarm_actions: readonly string[];
  readonly gnocchi_resources_threshold_rule: ThresholdRule;
};

/** An alarm as Aodh tells of it. */
export type Alarm = {
  readonly id: string;
  readonly name: string;
  readonly state: AodhState;
  /** Since when it is in this state, epoch milliseconds; NaN where Aodh does not say. */
  readonly since: number;
  readonly reason: string;
  /** Whether Aodh evaluates it: it is enabled, and has a time of evaluation. */
  readonly lives: boolean;
  readonly repeats: boolean;
  readonly actions: readonly string[];
  /** Undefined for alarms of other types. */
  readonly rule: Partial<ThresholdRule> | undefined;
};

const pageSize = 1000;

/** Aodh's calls that we use. */
export class Aodh {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Our project's alarms, or those in one state, oldest first. */
  async alarms(state?: AodhState): Promise<Alarm[]> {
    const which: Record<string, string> = state ? { 'q.field': 'state', 'q.op': 'eq', 'q.value': state } : {};
    const found = await allPages({ service: 'alarming', size: pageSize, id: 'alarm_id' }, (page) => {
      const query = new URLSearchParams({ sort: 'alarm_id:asc', ...which, ...page });
      return this.#call({ path: `/alarms?${query}` });
    });
    return found.flatMap((each) => readAlarm(each) ?? []);
  }

  /** Returns the new one's id, where Aodh tells it. */
  async create(body: AlarmBody): Promise<string | undefined> {
    const answer = await this.#call({ method: 'POST', path: '/alarms', body });
    return readAlarm(answer.body)?.id;
  }

  /**
   * Aodh knows no partial change: what is not named takes its default. An alarm that loses its `evaluate_timestamp`
   * like that is never evaluated again.
   */
  async replace(id: string, body: AlarmBody): Promise<void> {
    const path = `/alarms/${encodeURIComponent(id)}`;
    const answer = await this.#call({ path });
    const there = wholeAlarm.safeParse(answer.body).data;
    if (!there) throw badAnswer('alarming', answer, 'it describes no alarm.');
    const evaluated = there.evaluate_timestamp ?? there.timestamp;
    await this.#call({ method: 'PUT', path, body: { ...there, ...body, evaluate_timestamp: evaluated } });
  }

  /** Deleting one that is gone is no failure. */
  async delete(id: string): Promise<void> {
    await this.#call({ method: 'DELETE', path: `/alarms/${encodeURIComponent(id)}`, accept: [404] });
  }

  #call(call: Omit<ServiceCall, 'service'>): Promise<Answer> {
    return this.#caller.call({ ...call, service: 'alarming' });
  }
}

const stateSchema = z.enum(['ok', 'alarm', 'insufficient data']);
const text = z.string().catch('');

const alarmSchema = z.looseObject({
  alarm_id: z.string().min(1),
  name: text,
  state: stateSchema.catch('insufficient data'),
  state_timestamp: text,
  state_reason: text,
  enabled: z.boolean().catch(true),
  // Left out by Aodhs before 2023: that is not the same as null.
  evaluate_timestamp: z.string().nullish().catch(undefined),
  repeat_actions: z.boolean().catch(false),
  alarm_actions: z.array(z.string()).catch([]),
  gnocchi_resources_threshold_rule: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const wholeAlarm = z.looseObject({
  timestamp: z.string(),
  evaluate_timestamp: z.string().nullish().catch(undefined),
});

function readAlarm(raw: unknown): Alarm | undefined {
  const record = alarmSchema.safeParse(raw).data;
  if (!record) return undefined;
  return {
    id: record.alarm_id,
    name: record.name,
    state: record.state,
    since: time(record.state_timestamp) ?? Number.NaN,
    reason: safeWords(record.state_reason),
    lives: record.enabled && record.evaluate_timestamp !== null,
    repeats: record.repeat_actions,
    actions: record.alarm_actions,
    rule: record.gnocchi_resources_threshold_rule as Partial<ThresholdRule> | undefined,
  };
}
