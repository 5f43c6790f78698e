import { setImmediate as breath } from 'node:timers/promises';
import { advance, thinking } from '../models/advance.ts';
import type { Event } from '../models/event.ts';
import type { State } from '../models/state.ts';
import { finished, type Outcome, type Slices } from '../models/step.ts';
import type { Clock } from './ports.ts';

type Unstamped<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An event as callers hand it in: the time is stamped here. */
export type News = Unstamped<Event>;

/** Thinks about one event after another, and hands over what comes out. */
export class Thinker {
  readonly #clock: Clock;
  readonly #state: () => State;
  readonly #believe: (outcome: Outcome) => void;
  #underWay: Slices<Outcome> | undefined;
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
    const slices = thinking(this.#state(), this.#stamped(news));
    this.#underWay = slices;
    let isLong = false;
    while (this.#underWay === slices) {
      const { done, value } = slices.next();
      if (done) this.#end(value);
      isLong ||= !done;
      if (isLong) await breath();
    }
  }

  #stamped(news: News): Event {
    return { ...news, at: this.#clock.now() } as Event;
  }

  #finish(): void {
    if (this.#underWay) this.#end(finished(this.#underWay));
  }

  #end(outcome: Outcome): void {
    this.#underWay = undefined;
    this.#believe(outcome);
    for (const news of this.#waiting.splice(0)) this.atOnce(news);
  }
}
