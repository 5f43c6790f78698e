import type { Entry } from '../models/event.ts';
import { recount } from '../models/recount.ts';
import type { State } from '../models/state.ts';
import type { Outcome } from '../models/step.ts';
import type { Observation } from '../models/vm.ts';
import { watched } from '../models/watch.ts';
import { Audit } from './audit.ts';
import { ClockWatch } from './clock-watch.ts';
import { Failure } from './failure.ts';
import { gated } from './gate.ts';
import { growOld } from './grow-old.ts';
import { type Holder, holderHere } from './journal/holder.ts';
import { Peers } from './peers.ts';
import { Performer } from './performer.ts';
import type { Clock, Cloud, Journal, Pager } from './ports.ts';
import { Teller } from './teller.ts';
import { type News, Thinker } from './thinker.ts';

type Listener = (records: readonly Entry[]) => void;

type Parts = {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly state: State;
  readonly pager?: Pager;
  /** Whose claims and lease they are: another one for each engine on a journal. */
  readonly holder?: Holder;
};

/** Seconds for which a VM that another cloud-medic has claimed is left to that one. */
const barredFor = 60;
/** The longest pause between two polls of a cloud that does not answer. */
const longestPause = 60_000;

/**
 * The loop: tick → observe → advance → effects → events. It is the one place where the models' wishes become calls.
 * A tick that would overlap the one before is dropped, and `idle()` tells when nothing is under way.
 */
export class Engine {
  readonly #cloud: Cloud;
  readonly #clock: Clock;
  readonly #clockWatch: ClockWatch;
  readonly #audit: Audit;
  readonly #performer: Performer;
  readonly #thinker: Thinker;
  readonly #teller: Teller;
  readonly #peers: Peers;
  readonly #listeners = new Set<Listener>();
  readonly #readers = new Set<() => void>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #state: State;
  #ticking = false;
  #failures = 0;

  /** What the journal knows of heals, quarantines and the like is taken up at once. */
  constructor({ cloud, clock, journal, state, pager, holder = holderHere() }: Parts) {
    this.#cloud = cloud;
    this.#clock = clock;
    this.#audit = new Audit({
      journal,
      now: () => clock.now(),
      check: (claim, lines) => recount(this.#state, claim, lines),
      tell: (health) => this.dispatch({ type: 'journal-health', ...health }),
    });
    this.#thinker = new Thinker(clock, this.getState, (outcome) => this.#believe(outcome));
    this.#clockWatch = new ClockWatch(clock, this.getState, (news) => this.dispatch(news));
    this.#teller = new Teller(cloud, clock, this.getState);
    const audit = (news: News) => {
      this.#thinker.atOnce(news);
      return !this.#audit.isFailing;
    };
    const tell = (news: News) => this.#thinker.soon(news);
    this.#performer = new Performer({ cloud: gated(cloud, this.getState), tell, audit, state: this.getState }, pager);
    this.#state = { ...state, at: clock.now(), entries: journal.latest(100), holder: holder.id };
    this.#peers = new Peers({
      ...{ journal, holder, clock, state: this.getState },
      tell: (news) => this.dispatch(news),
    });
  }

  getState = (): State => this.#state;

  /** Calls back after each event, with what the audit got of it; returns the way to stop that. */
  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls back before an observation changes the ring and the curves, for who still reads them; returns the way to stop. */
  beforeNumbers = (work: () => void): (() => void) => {
    this.#readers.add(work);
    return () => this.#readers.delete(work);
  };

  /** Signs in. Throws the cloud's Failure: without a cloud there is nothing to watch. */
  async connect(): Promise<void> {
    this.dispatch({ type: 'connected', cloud: await this.#cloud.connect() });
  }

  /** Ticks until `stop`, slower while the cloud does not answer. */
  async run(): Promise<void> {
    const { signal } = this.#stopped;
    const grown = growOld(this.#clock, signal, this.getState, () => this.#thinker.soon({ type: 'waited' }));
    void grown.catch((error) => this.#stumbled(error));
    await this.#track(this.#look());
    while (!signal.aborted) {
      await this.tick();
      const interval = this.#state.settings.interval * 1000;
      const pause = this.#failures ? Math.min(longestPause, interval * 2 ** this.#failures) : interval;
      await this.#clock.sleep(Math.max(interval, pause), signal).catch(() => undefined);
    }
  }

  /** What waits for the journal gets a last try. */
  stop(): void {
    this.#stopped.abort();
    this.#audit.attend(() => this.#peers.leave());
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
    this.#thinker.atOnce(news);
  }

  #believe([state, effects]: Outcome): void {
    const records = effects.flatMap((effect) => (effect.type === 'record' ? [effect.entry] : []));
    this.#state = state;
    const dropped = this.#audit.keep(records);
    if (dropped.size) this.#unsay(dropped);
    const isDropped = (vm: string) => [...dropped.keys()].some((entry) => entry.vm === vm);
    for (const effect of effects) {
      if ((effect.type === 'act' || effect.type === 'tidy') && isDropped(effect.vm)) continue;
      void this.#track(this.#performer.perform(effect)).catch((error) => this.#stumbled(error));
    }
    const kept = records.filter((entry) => !dropped.has(entry));
    for (const listener of this.#listeners) listener(kept);
  }

  /** What the journal did not keep of what was to be done was not done: neither claimed nor told. */
  #unsay(dropped: ReadonlyMap<Entry, string>): void {
    this.#state = { ...this.#state, entries: this.#state.entries.filter((entry) => !dropped.has(entry)) };
    for (const [{ kind, incident = '', data }, words] of dropped) {
      if (kind !== 'claimed') continue;
      // Of the journal's own troubles a guard tells, as long as they last.
      const seconds = this.#audit.isFailing ? 0 : barredFor;
      this.dispatch({ type: 'claim-refused', incident, number: Number(data.number), words, seconds });
    }
  }

  /** Resolves when no call and no tick is under way. */
  async idle(): Promise<void> {
    while (this.#underWay.size) await Promise.all(this.#underWay);
  }

  /** The names come at once, the history of a large fleet takes its time. A failure here is told by the tick that follows. */
  async #look(): Promise<void> {
    const observation = await this.#cloud.fleet().catch(() => undefined);
    if (observation) await this.#think(observation);
  }

  async #think(observation: Observation): Promise<void> {
    for (const read of this.#readers) read();
    await this.#thinker.inSlices({ type: 'observed', observation });
  }

  #stumbled(error: unknown): void {
    this.dispatch({ type: 'noted', vm: undefined, words: `an error of cloud-medic itself: ${String(error)}` });
  }

  async #observe(): Promise<void> {
    this.#audit.attend(() => this.#peers.meet());
    try {
      const observation = await this.#cloud.observe(watched(this.#state));
      this.#failures = 0;
      // A slow cloud has given time to say more, and now heals may start.
      this.#audit.attend(() => {
        this.#peers.hear();
        this.#peers.takeUp();
      });
      await this.#think(observation);
      this.#clockWatch.look();
      // The next tick does not wait for it.
      void this.#track(this.#teller.tell()).catch((error) => this.#stumbled(error));
      if (this.#cloud.faults) this.dispatch({ type: 'injections', injections: await this.#cloud.faults.list() });
    } catch (error) {
      this.#failures++;
      const reason = error instanceof Failure ? error.message : `an error of cloud-medic itself: ${String(error)}`;
      this.dispatch({ type: 'observe-failed', sources: [{ source: 'nova', ok: false, newest: undefined, reason }] });
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
