/** How fast something is forgotten: a time constant in seconds, and the least number of samples that it lasts. */
export type Speed = { readonly seconds: number; readonly samples: number };

/** The share of the past that is left after some time. The last answer is kept: a fleet is mostly sampled in step. */
export class Pace {
  readonly #speed: Speed;
  #passed = Number.NaN;
  #interval = Number.NaN;
  #keep = 1;

  constructor(speed: Speed) {
    this.#speed = speed;
  }

  /** Both in milliseconds: since the last sample, and as is usual between samples. */
  keep(passed: number, interval: number): number {
    if (passed === this.#passed && interval === this.#interval) return this.#keep;
    this.#passed = passed;
    this.#interval = interval;
    const { seconds, samples } = this.#speed;
    this.#keep = passed > 0 ? Math.exp(-passed / Math.max(seconds * 1000, samples * interval)) : 1;
    return this.#keep;
  }
}

/** The usual time between samples after one more, in milliseconds; slow to believe in a change, since a gap is none. */
export function intervalAfter(interval: number, passed: number): number {
  if (!interval || !passed) return interval || passed;
  return interval + (Math.min(2 * interval, Math.max(interval / 2, passed)) - interval) / 8;
}
