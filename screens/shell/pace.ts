/** Milliseconds in which the events of one poll come together. */
const together = 50;

/**
 * Lets `act` happen at most once in `interval` milliseconds: after a pause as soon as what comes together is there, else when
 * the interval is over; with an interval of 0 at once. While nobody asks no timer runs.
 */
export class Pace {
  readonly #act: () => void;
  readonly #interval: number;
  #last = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(interval: number, act: () => void) {
    this.#interval = interval;
    this.#act = act;
  }

  ask(): void {
    if (this.#interval <= 0) this.#now();
    if (this.#interval <= 0 || this.#timer) return;
    const wait = Math.max(together, this.#last + this.#interval - performance.now());
    this.#timer = setTimeout(() => this.#now(), wait);
  }

  /** What waits happens now. */
  hurry(): void {
    if (this.#timer) this.#now();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(): void {
    this.stop();
    this.#last = performance.now();
    this.#act();
  }
}
