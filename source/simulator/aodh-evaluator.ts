import type { Alarm } from './aodh-alarm.ts';
import type { Notifier } from './aodh-notify.ts';
import type { AlarmStore } from './aodh-store.ts';
import { type Finding, find, judge } from './aodh-threshold.ts';
import type { Backend } from './backend.ts';
import { comesToGrief, type Trouble } from './trouble.ts';

export type EvaluatorOptions = {
  readonly backend: Backend;
  readonly alarms: AlarmStore;
  readonly notifier: Notifier;
  readonly trouble: readonly Trouble[];
  /** Seconds between two turns. */
  readonly interval: number;
};

/** Looks at every alarm each few seconds of the world's clock, and sleeps while there are none. */
export class Evaluator {
  readonly #options: EvaluatorOptions;
  readonly #interval: number;
  #awake = false;

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    this.#interval = options.interval * 1000;
  }

  /** There is an alarm. Turns come at the same times however often it falls asleep. */
  wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    const { world } = this.#options.backend;
    const turns = Math.floor((world.now() - world.startedAt) / this.#interval) + 1;
    this.#sleep(world.startedAt + turns * this.#interval);
  }

  #sleep(until: number): void {
    this.#options.backend.world.timers.add(until, (at) => this.#turn(at));
  }

  #turn(at: number): void {
    const { alarms } = this.#options;
    this.#awake = alarms.size > 0;
    if (!this.#awake) return;
    for (const alarm of alarms.all()) this.#evaluate(alarm, at);
    this.#sleep(at + this.#interval);
  }

  #evaluate(alarm: Alarm, at: number): void {
    const { definition, evaluatedAt } = alarm;
    if (!definition.enabled || definition.type === 'event') return;
    if (evaluatedAt === null || evaluatedAt >= at - this.#interval / 2) return;
    const verdict = judge(alarm, definition.rule, this.#look(alarm, at));
    // Where the state changes, Aodh writes the whole alarm back as it had read it, the time of the turn before included.
    if (!verdict || verdict.state === alarm.state) alarm.evaluatedAt = Math.floor(at / 1000) * 1000;
    if (!verdict) return;
    const { alarms, notifier } = this.#options;
    const previous = alarm.state;
    if (verdict.state !== previous) alarms.transition(alarm, verdict.state, verdict.reason, at);
    notifier.notify(alarm, previous, verdict);
  }

  #look({ definition }: Alarm, at: number): Finding {
    if (definition.type === 'event') return { values: [] };
    const { backend, trouble } = this.#options;
    const { rule } = definition;
    const path = `/metric/v1/resource/generic/${rule.resource_id}/metric/${rule.metric}/measures`;
    if (trouble.length && comesToGrief(trouble, 'metric', path)) {
      return { values: [], unknown: 'alarm statistics retrieval failed: Gnocchi does not answer' };
    }
    return find(rule, backend.telemetry, at, backend.world.granularity);
  }
}
