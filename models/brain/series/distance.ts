import { History, leastPast } from './history.ts';

/** Rows of the past that are kept, and the share by which the past grows before it is summed up anew. */
const room = 400;
const growth = 1.1;
/** Added to each metric's variance of 1: what the past has hardly ever shown is not known to be impossible. */
const ridge = 0.05;

/**
 * How far a row lies from the entity's own past when the metrics are taken together (Mahalanobis): high load with much
 * traffic may be usual where high load without is not. About 1 for a usual row.
 */
export class Distance {
  readonly #metrics: number;
  readonly #last: Float64Array;
  readonly #z: Float64Array;
  readonly #centre: Float64Array;
  readonly #spread: Float64Array;
  /** Lower triangle of the covariance's Cholesky factor, row by row. */
  readonly #factor: Float64Array;
  #kept: Float64Array[] = [];
  #stride = 1;
  #seen = 0;
  #sumUpAt = 2 * leastPast;
  #known = false;

  constructor(metrics: number) {
    this.#metrics = metrics;
    this.#last = new Float64Array(metrics).fill(Number.NaN);
    this.#z = new Float64Array(metrics);
    this.#centre = new Float64Array(metrics);
    this.#spread = new Float64Array(metrics);
    this.#factor = new Float64Array(metrics * metrics);
  }

  /** The distance of a row from the past, which it joins then; 0 while there is too little past. A gap keeps its last value. */
  push(row: ArrayLike<number>): number {
    for (let i = 0; i < this.#metrics; i++) if (!Number.isNaN(row[i]!)) this.#last[i] = row[i]!;
    const distance = this.#known ? this.#measure(this.#last) : 0;
    if (this.#seen++ % this.#stride === 0) {
      if (this.#kept.length === room) {
        this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
        this.#stride *= 2;
      }
      this.#kept.push(this.#last.slice());
      if (this.#seen >= this.#sumUpAt) this.#sumUp();
    }
    return distance;
  }

  #measure(row: Float64Array): number {
    const [n, z, factor] = [this.#metrics, this.#z, this.#factor];
    let [sum, count] = [0, 0];
    for (let i = 0; i < n; i++) {
      let rest = this.#standard(row[i]!, i, 20);
      if (!Number.isNaN(row[i]!)) count++;
      for (let j = 0; j < i; j++) rest -= factor[i * n + j]! * z[j]!;
      z[i] = rest / factor[i * n + i]!;
      sum += z[i]! * z[i]!;
    }
    return count ? Math.sqrt(sum / count) : 0;
  }

  /** In the past's own spreads, cut; a metric that never had a value is as usual as can be. */
  #standard(value: number, metric: number, most: number): number {
    if (Number.isNaN(value)) return 0;
    return Math.max(-most, Math.min(most, (value - this.#centre[metric]!) / this.#spread[metric]!));
  }

  #sumUp(): void {
    const [n, kept] = [this.#metrics, this.#kept];
    this.#sumUpAt = Math.ceil(this.#seen * growth);
    for (let i = 0; i < n; i++) {
      const past = new History(kept.length);
      for (const row of kept) if (!Number.isNaN(row[i]!)) past.push(row[i]!);
      this.#centre[i] = past.quantile(0.5) || 0;
      this.#spread[i] = past.spread;
    }
    const covariance = new Float64Array(n * n);
    const z = this.#z;
    for (const row of kept) {
      for (let i = 0; i < n; i++) {
        z[i] = this.#standard(row[i]!, i, 5);
        for (let j = 0; j <= i; j++) covariance[i * n + j]! += (z[i]! * z[j]!) / kept.length;
      }
    }
    for (let i = 0; i < n; i++) covariance[i * n + i]! += ridge;
    cholesky(covariance, n, this.#factor);
    this.#known = true;
  }
}

/** The lower triangle L with L·Lᵀ = `matrix`, of which only the lower triangle is read. */
function cholesky(matrix: Float64Array, n: number, factor: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * n + k]! * factor[j * n + k]!;
      factor[i * n + j] = i === j ? Math.sqrt(Math.max(rest, ridge)) : rest / factor[j * n + j]!;
    }
  }
}
