import { advance } from '../models/advance.ts';
import { errorLines } from '../models/console-log.ts';
import type { Effect, Entry, Event } from '../models/event.ts';
import type { State } from '../models/state.ts';
import { probabilitiesToTell } from '../models/told.ts';
import { Failure, messageOf } from './failure.ts';
import type { Clock, Cloud, Journal } from './ports.ts';

type Listener = (records: readonly Entry[]) => void;
type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event as callers hand it in: the engine stamps the time. */
export type News = Unstamped<Event>;

/** The longest pause between two polls of a cloud that does not answer. */
const longestPause = 60_000;
const evidenceLines = 50;

/**
 * The loop: tick → observe → advance → effects → events. It is the one place where the models' wishes become calls.
 * A tick that would overlap the one before is dropped, and `idle()` tells when nothing is under way.
 */
export class Engine {
  readonly #cloud: Cloud;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #listeners = new Set<Listener>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  readonly #unkept: Entry[] = [];
  #state: State;
  #ticking = false;
  #telling = false;
  #failures = 0;

  constructor({ cloud, clock, journal, state }: { cloud: Cloud; clock: Clock; journal: Journal; state: State }) {
    this.#cloud = cloud;
    this.#clock = clock;
    this.#journal = journal;
    this.#state = { ...state, at: clock.now(), entries: journal.latest(100) };
  }

  getState = (): State => this.#state;

  /** Calls back after each event, with what the audit got of it; returns the way to stop that. */
  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Signs in. Throws the cloud's Failure: without a cloud there is nothing to watch. */
  async connect(): Promise<void> {
    this.dispatch({ type: 'connected', cloud: await this.#cloud.connect() });
  }

  /** Ticks until `stop`, slower while the cloud does not answer. */
  async run(): Promise<void> {
    const { signal } = this.#stopped;
    await this.#track(this.#look());
    while (!signal.aborted) {
      await this.tick();
      const interval = this.#state.settings.interval * 1000;
      const pause = this.#failures ? Math.min(longestPause, interval * 2 ** this.#failures) : interval;
      await this.#clock.sleep(Math.max(interval, pause), signal).catch(() => undefined);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** One observation and all that follows from it at once. */
  async tick(): Promise<void> {
    if (this.#ticking) return;
    this.#ticking = true;
    try {
      await this.#track(this.#observe());
    } finally {
      this.#ticking = false;
    }
  }

  /** Takes in what happened; the effects begin at once, in order. */
  dispatch(news: News): void {
    const [state, effects] = advance(this.#state, { ...news, at: this.#clock.now() } as Event);
    const records = effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : []));
    const before = this.#state;
    this.#state = state;
    if (!this.#keep(records) && effects.some((effect) => effect.type === 'act')) {
      // What the audit cannot hold is not sent, and so was not claimed either.
      this.#state = { ...before, sources: this.#state.sources };
      return;
    }
    for (const effect of effects) void this.#track(this.#perform(effect)).catch((error) => this.#stumbled(error));
    for (const listener of this.#listeners) listener(records);
  }

  /** Resolves when no call and no tick is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size) await Promise.all(this.#underWay);
  }

  /** The names come at once, the history of a large fleet takes its time. A failure here is told by the tick that follows. */
  async #look(): Promise<void> {
    const observation = await this.#cloud.fleet().catch(() => undefined);
    if (observation) this.dispatch({ type: 'observed', observation });
  }

  /** Lines that the journal would not take wait for the next try; meanwhile the header says that it fails. */
  #keep(records: readonly Entry[]): boolean {
    this.#unkept.push(...records);
    const failed = this.#unkept.length > records.length;
    try {
      while (this.#unkept[0]) {
        this.#journal.append(this.#unkept[0]);
        this.#unkept.shift();
      }
      if (failed) this.#journalHealth(undefined);
      return true;
    } catch (error) {
      this.#journalHealth(messageOf(error));
      return false;
    }
  }

  #journalHealth(reason: string | undefined): void {
    const health = { source: 'journal' as const, ok: reason === undefined, newest: undefined, reason };
    this.#state = {
      ...this.#state,
      sources: [...this.#state.sources.filter(({ source }) => source !== 'journal'), health],
    };
  }

  #stumbled(error: unknown): void {
    this.dispatch({ type: 'noted', vm: undefined, words: `an error of cloud-medic itself: ${String(error)}` });
  }

  async #observe(): Promise<void> {
    try {
      const observation = await this.#cloud.observe();
      this.#failures = 0;
      this.dispatch({ type: 'observed', observation });
      void this.#track(this.#tell()).catch((error) => this.#stumbled(error));
      if (this.#cloud.faults) this.dispatch({ type: 'injections', injections: await this.#cloud.faults.list() });
    } catch (error) {
      this.#failures++;
      const reason = error instanceof Failure ? error.message : `an error of cloud-medic itself: ${String(error)}`;
      this.dispatch({ type: 'observe-failed', sources: [{ source: 'nova', ok: false, newest: undefined, reason }] });
    }
  }

  /** The next tick does not wait for it; while one is under way, the next one is left out. */
  async #tell(): Promise<void> {
    const { readOnly, vms, novaAt, settings, model } = this.#state;
    if (this.#telling) return;
    this.#telling = true;
    try {
      await this.#cloud.tell({
        at: novaAt ?? this.#clock.now(),
        probabilities: readOnly ? new Map() : probabilitiesToTell(this.#state),
        vms,
        threshold: model.thresholds.raise,
        periods: model.thresholds.raiseAfter,
        interval: settings.interval,
      });
    } finally {
      this.#telling = false;
    }
  }

  async #perform(effect: Effect): Promise<void> {
    if (effect.type === 'act') return this.#act(effect);
    if (effect.type === 'gather-evidence') return this.#gatherEvidence(effect.vm);
  }

  async #act({ incident, call }: Extract<Effect, { type: 'act' }>): Promise<void> {
    this.dispatch(
      await this.#cloud.act(call).then(
        ({ requestId }): News => ({ type: 'action-accepted', incident, requestId }),
        (error): News =>
          isUncertain(error)
            ? { type: 'action-accepted', incident, requestId: undefined }
            : { type: 'action-refused', incident, reason: messageOf(error) },
      ),
    );
  }

  /** The console log explains an alarm; without it the alarm stands all the same. */
  async #gatherEvidence(vm: string): Promise<void> {
    try {
      const lines = errorLines(await this.#cloud.consoleLog(vm, evidenceLines));
      this.dispatch({ type: 'evidence', vm, lines });
    } catch (error) {
      const reason = messageOf(error);
      this.dispatch({ type: 'noted', vm, words: `no console log as evidence: ${reason}` });
    }
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    try {
      await work;
    } finally {
      this.#underWay.delete(work);
    }
  }
}

/** Whether the call may have reached the cloud although no answer came back. */
function isUncertain(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'timeout' || error.code === 'bad-answer');
}
