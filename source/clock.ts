import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './ports.ts';

/** Milliseconds that a timer of Node's takes at most: a longer one goes off at once. */
export const longestTimer = 2 ** 31 - 1;

/** How much faster, or slower, than real time a simulated cloud may live. */
export const speedBounds = { least: 0.01, most: 1000 } as const;

/** What the machine tells: its clock, which may be set at any time (epoch ms), and the time that goes by (ms). */
type Machine = { readonly wall: () => number; readonly passed: () => number };

const machine: Machine = { wall: () => Date.now(), passed: () => performance.now() };

/** The machine's clock, `speed` times as fast from the moment of the call, going on evenly from there. */
export function systemClock(speed = 1, { wall, passed }: Machine = machine): Clock {
  const begun = passed();
  let began = wall();
  let start = began;
  const jump = () => wall() - began - (passed() - begun);
  return {
    now: () => Math.round(start + (passed() - begun) * speed),
    jump,
    follow: () => {
      const by = jump();
      began += by;
      start += by;
    },
    sleep: async (milliseconds, signal) => {
      for (let left = milliseconds / speed; left > 0; left -= longestTimer) {
        await wait(Math.min(left, longestTimer), undefined, { signal });
      }
    },
  };
}

/** A clock that stands still until it is moved by hand. */
export class ManualClock implements Clock {
  #now: number;
  #jump = 0;
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 5)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  jump(): number {
    return this.#jump;
  }

  /** Somebody sets the machine's clock, so many milliseconds ahead. */
  set(by: number): void {
    this.#jump += by;
  }

  follow(): void {
    this.#now += this.#jump;
    this.#sleepers = this.#sleepers.map(({ until, wake }) => ({ until: until + this.#jump, wake }));
    this.#jump = 0;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((wake, reject) => {
      this.#sleepers.push({ until: this.#now + milliseconds, wake });
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  /** Moves on and wakes those whose time has come. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= this.#now);
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.until > this.#now);
    for (const sleeper of due) sleeper.wake();
  }
}
