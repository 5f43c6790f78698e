import type { State } from '../models/state.ts';
import type { Clock } from './ports.ts';
import type { News } from './thinker.ts';

/** Milliseconds by which a clock may be set without a word, as those who keep it right do. */
const unnoticed = 2000;

/** Sees when the machine's clock is set, and says whether it is followed: only where Nova's time does not speak against it. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #state: () => State;
  readonly #tell: (news: News) => void;
  /** The jump that was last told and not followed. */
  #ignored = 0;

  constructor(clock: Clock, state: () => State, tell: (news: News) => void) {
    this.#clock = clock;
    this.#state = state;
    this.#tell = tell;
  }

  /** After an observation: what it told of Nova's time decides. */
  look(): void {
    const by = this.#clock.jump?.() ?? 0;
    if (Math.abs(by) < unnoticed) {
      this.#ignored = 0;
      return;
    }
    const { clockAhead } = this.#state();
    if (clockAhead === undefined || Math.abs(clockAhead + by) <= Math.abs(clockAhead)) {
      this.#clock.follow?.();
      this.#ignored = 0;
      this.#tell({ type: 'clock-set', by });
    } else if (Math.abs(by - this.#ignored) >= unnoticed) {
      this.#ignored = by;
      const seconds = Math.round(Math.abs(by) / 1000);
      const words = `this machine's clock was set ${seconds} s ${by > 0 ? 'ahead' : 'back'}, away from Nova's: cloud-medic goes on by the time that has gone by`;
      this.#tell({ type: 'noted', vm: undefined, words });
    }
  }
}
