import { setImmediate as breath } from 'node:timers/promises';
import { advance, thinking } from '../models/advance.ts';
import type { Event } from '../models/event.ts';
import type { State } from '../models/state.ts';
import type { Outcome, Slices } from '../models/step.ts';
import type { Clock } from './ports.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event as callers hand it in: the time is stamped here. */
export type News = Unstamped<Event>;

/** Thinks about one event after another, and hands over what comes out. */
export class Thinker {
  readonly #clock: Clock;
  readonly #state: () => State;
  readonly #believe: (outcome: Outcome) => void;
  #underWay: Thought | undefined;
  #waiting: News[] = [];

  /** `believe` takes an outcome in: the next event is thought about with the state that it left. */
  constructor(clock: Clock, state: () => State, believe: (outcome: Outcome) => void) {
    this.#clock = clock;
    this.#state = state;
    this.#believe = believe;
  }

  /** What is thought about in slices comes to its end before. */
  atOnce(news: News): void {
    this.#finish();
    this.#believe(advance(this.#state(), this.#stamped(news)));
  }

  /** Once what is thought about in slices has come to its end: what the cloud answers hurries nobody. */
  soon(news: News): void {
    if (this.#underWay) this.#waiting.push(news);
    else this.atOnce(news);
  }

  /** With pauses, one of them before what follows: the verdicts of thousands of VMs must not keep a key waiting. */
  async inSlices(news: News): Promise<void> {
    this.#finish();
    const thought: Thought = { slices: thinking(this.#state(), this.#stamped(news)) };
    this.#underWay = thought;
    let isLong = false;
    while (this.#underWay === thought) {
      const isLast = this.#goOn(thought);
      isLong ||= !isLast;
      if (isLong) await breath();
    }
    if (thought.broken) throw thought.broken.error;
  }

  #stamped(news: News): Event {
    return { ...news, at: this.#clock.now() } as Event;
  }

  #finish(): void {
    while (this.#underWay) this.#goOn(this.#underWay);
  }

  /** One slice; whether it was the last one. What breaks changes nothing, and is told to who began it. */
  #goOn(thought: Thought): boolean {
    let outcome: Outcome | undefined;
    try {
      const { done, value } = thought.slices.next();
      if (!done) return false;
      outcome = value;
    } catch (error) {
      thought.broken = { error };
    }
    this.#underWay = undefined;
    if (outcome) this.#believe(outcome);
    for (const news of this.#waiting.splice(0)) this.atOnce(news);
    return true;
  }
}

type Thought = { readonly slices: Slices<Outcome>; broken?: { readonly error: unknown } };
