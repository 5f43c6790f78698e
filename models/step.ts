import type { Effect, Event } from './event.ts';
import type { State } from './state.ts';

/** A step takes what happened into account and says what should be done. It asks no clock and rolls no dice. */
export type Step = (state: State, event: Event) => Outcome;
export type Outcome = readonly [State, readonly Effect[]];

/** Much work, with pauses in which others may have a turn. It counts only when it has come to its end. */
export type Slices<T> = Generator<undefined, T>;

/** A step that may have much to do. */
export type LongStep = (state: State, event: Event) => Outcome | Slices<Outcome>;

/** Does all of it, or the rest of it, without a pause. */
export function finished<T extends object>(work: T | Slices<T>): T {
  if (!('next' in work)) return work;
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
