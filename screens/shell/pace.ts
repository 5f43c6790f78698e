/**
 * Lets `act` happen at most once in `interval` milliseconds: at once after a pause, else when the interval is over. While
 * nobody asks no timer runs.
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
    if (this.#timer) return;
    const wait = this.#last + this.#interval - performance.now();
    if (wait <= 0) this.#now();
    else this.#timer = setTimeout(() => this.#now(), wait);
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
