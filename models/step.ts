import type { Effect, Event } from './event.ts';
import type { State } from './state.ts';

/** A step takes what happened into account and says what should be done. It asks no clock and rolls no dice. */
export type Step = (state: State, event: Event) => readonly [State, readonly Effect[]];
