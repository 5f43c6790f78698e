import type { State } from '../../models/state.ts';
import type { ConsolePort } from './console-port.ts';
import type { Moment, TimeIntent } from './moment.ts';

/** Where one has come: undefined is now. `words`: why one has not. */
type Arrived = (moment: Moment | undefined, words?: string) => void;

/** Of these kinds the audit has too many lines to walk along. */
const small: readonly string[] = ['note', 'source'];
const speeds = [1, 2, 5, 10, 30, 60, 300];
/** The longest pause in a played recording, in ms: nobody waits through a night. */
const longestPause = 2000;

/** The moment that is shown, where it is not now, and the ways to others. */
export class Travel {
  readonly #port: ConsolePort;
  readonly #arrived: Arrived;
  #state: State | undefined;
  #moment: Moment | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: ConsolePort, arrived: Arrived) {
    this.#port = port;
    this.#arrived = arrived;
  }

  /** The state that is shown. */
  get state(): State {
    return this.#state ?? this.#port.getState();
  }

  get isNow(): boolean {
    return this.#state === undefined;
  }

  /** A recording begins with its first moment. */
  begin(): void {
    const { replay } = this.#port;
    const first = replay && this.#port.moment?.(Number.NEGATIVE_INFINITY, 'after');
    if (first) this.#arrive(first, { kind: 'replay', playing: false, speed: replay.speed });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** How many lines the audit has by now that it did not have then. */
  get since(): number {
    const { entries } = this.#port.getState();
    const { at = Number.POSITIVE_INFINITY } = this.#moment ?? {};
    const before = entries.findIndex((entry) => entry.at <= at);
    return before < 0 ? entries.length : before;
  }

  go(intent: TimeIntent): void {
    this.stop();
    switch (intent.type) {
      case 'walk':
        if (intent.by > 0 && this.isNow) this.#arrived(undefined, 'This is now.');
        else if (intent.step === 'moment') this.#walk(intent.by);
        else this.#walkEvents(intent.by);
        break;
      case 'moment':
        this.#to(this.#port.moment?.(intent.at, 'at'), 'That moment is not recorded.');
        break;
      case 'freeze':
        this.#freeze();
        break;
      case 'faster': {
        const { speed = 1 } = this.#moment ?? {};
        this.#change({ speed: speeds.find((one) => one > speed) ?? speeds[0]! });
        break;
      }
      default:
        this.#now();
    }
  }

  #walk(by: -1 | 1): void {
    const found = this.#port.moment?.(this.state.at, by > 0 ? 'after' : 'before');
    if (by > 0 && !found) this.#now();
    else this.#to(found, 'Nothing is recorded from before.');
  }

  #walkEvents(by: -1 | 1): void {
    const { at } = this.state;
    const { entries } = by > 0 ? this.#port.getState() : this.state;
    const told = entries.filter(({ kind }) => !small.includes(kind));
    const event = by > 0 ? told.findLast((entry) => entry.at > at) : told.find((entry) => entry.at < at);
    const found = event && this.#port.moment?.(event.at, 'at');
    if (by > 0 && !found) this.#now();
    else if (by > 0 && found && found.at <= at) this.#walk(by);
    else this.#to(found, 'Nothing is recorded of an event from before.');
  }

  /** The engine's own numbers run on: what stands still is what was recorded of now. */
  #freeze(): void {
    const live = this.#port.getState();
    switch (this.#moment?.kind) {
      case 'replay':
        this.#change({ playing: !this.#moment.playing });
        break;
      case 'past':
        this.#arrived(this.#moment, 'The past stands still already.');
        break;
      case 'frozen':
        this.#now();
        break;
      default:
        this.#arrive(this.#port.moment?.(live.at, 'at') ?? live, { kind: 'frozen' });
    }
  }

  #now(): void {
    if (this.#port.replay) {
      this.#to(this.#port.moment?.(Number.POSITIVE_INFINITY, 'at'), 'The recording is empty.');
      return;
    }
    this.#state = undefined;
    this.#moment = undefined;
    this.#arrived(undefined);
  }

  #to(state: State | undefined, otherwise: string): void {
    const { speed = 1 } = this.#moment ?? {};
    if (state) this.#arrive(state, this.#port.replay ? { kind: 'replay', speed } : { kind: 'past' });
    else this.#arrived(this.#moment, this.#port.moment ? otherwise : 'Nothing is recorded here.');
  }

  #change(news: Partial<Moment>): void {
    if (this.#moment && this.#state) this.#arrive(this.#state, { ...this.#moment, ...news });
  }

  #arrive(state: State, news: Partial<Moment> & Pick<Moment, 'kind'>): void {
    this.#state = state;
    this.#moment = { playing: false, speed: 1, since: 0, ...news, at: state.at };
    this.#moment = { ...this.#moment, since: this.since };
    if (this.#moment.playing) this.#play(this.#moment);
    this.#arrived(this.#moment);
  }

  /** Waits for as long as it took then, by the speed. At the end it stands still. */
  #play(moment: Moment): void {
    const next = this.#port.moment?.(moment.at, 'after');
    if (!next) {
      this.#moment = { ...moment, playing: false };
      return;
    }
    const pause = Math.min(longestPause, (next.at - moment.at) / moment.speed);
    this.#timer = setTimeout(() => this.#arrive(next, moment), pause);
  }
}
