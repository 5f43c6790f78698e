import { History, leastPast } from './history.ts';

/**
 * How one metric's newest value compares with its own past, in its own spreads, −30…30, 0 while unknown. level: against
 * all of its past. lasting: the same of the last few values' mean. outside: beyond 1 % or 99 % of its past. jump: the
 * change since the value before. recent, hourly, daily: against exponentially weighted pasts of 8, 60 and 720 samples.
 */
export const signals = ['level', 'lasting', 'outside', 'jump', 'recent', 'hourly', 'daily'] as const;
export type Signal = (typeof signals)[number];

const halfLives = [8, 60, 720];
const fastWeight = weightOf(3);

/** The past of one metric of one entity, in bounded room. Each row is compared before it is taken in. */
export class MetricPast {
  readonly #levels = new History();
  readonly #jumps = new History();
  readonly #means = new Float64Array(halfLives.length);
  readonly #variances = new Float64Array(halfLives.length);
  readonly #weights = halfLives.map(weightOf);
  readonly #usual = { median: 0, spread: 1, low: 0, high: 0, jump: 1 };
  #seen = 0;
  #fast = 0;
  #before = Number.NaN;

  /** Writes the signals of a finite value to `out` and takes it in; after a gap a jump says nothing. */
  push(value: number, afterGap: boolean, out: Float32Array): void {
    this.#fast = this.#seen ? this.#fast + fastWeight * (value - this.#fast) : value;
    if (afterGap) this.#before = Number.NaN;
    if (this.#levels.count >= leastPast) this.#compare(value, out);
    else out.fill(0);
    this.#learn(value);
  }

  #compare(value: number, out: Float32Array): void {
    const { median, spread, low, high, jump } = this.#usual;
    out[0] = bounded((value - median) / spread);
    out[1] = bounded((this.#fast - median) / spread);
    out[2] = bounded((value > high ? value - high : value < low ? value - low : 0) / spread);
    out[3] = Number.isNaN(this.#before) ? 0 : bounded((value - this.#before) / jump);
    for (let i = 0; i < halfLives.length; i++) {
      out[4 + i] = bounded((value - this.#means[i]!) / (Math.sqrt(this.#variances[i]!) + 0.1 * spread));
    }
  }

  #learn(value: number): void {
    this.#seen++;
    for (let i = 0; i < halfLives.length; i++) {
      const weight = Math.max(this.#weights[i]!, 1 / this.#seen);
      const off = value - this.#means[i]!;
      this.#means[i]! += weight * off;
      this.#variances[i] = (1 - weight) * (this.#variances[i]! + weight * off * off);
    }
    const kept = this.#levels.push(value);
    if (!Number.isNaN(this.#before)) this.#jumps.push(value - this.#before);
    this.#before = value;
    if (kept && this.#levels.count >= leastPast) this.#summarize();
  }

  #summarize(): void {
    const [levels, jumps] = [this.#levels, this.#jumps];
    const usual = this.#usual;
    usual.median = levels.quantile(0.5);
    usual.low = levels.quantile(0.01);
    usual.high = levels.quantile(0.99);
    usual.spread = levels.spread;
    const small = (jumps.quantile(0.84) - jumps.quantile(0.16)) / 2;
    const large = (jumps.quantile(0.98) - jumps.quantile(0.02)) / 5;
    usual.jump = Math.max(small || 0, large || 0, 0.05 * usual.spread);
  }
}

/** The weight of a new value whose influence halves in so many samples. */
export function weightOf(halfLife: number): number {
  return 1 - 2 ** (-1 / halfLife);
}

function bounded(value: number): number {
  return Math.max(-30, Math.min(30, value));
}
