import { Distance } from './distance.ts';
import { History, leastPast } from './history.ts';
import { bases, type Layout, memories, named } from './layout.ts';
import { pool } from './pool.ts';
import { MetricPast, signals, weightOf } from './signals.ts';

/** A smoothed level is the mean of about so many samples. */
const levelWeight = weightOf(3);
/** A gap this much longer than the usual step breaks what compares neighbours. */
const gapAfter = 3;

/**
 * Turns one entity's rows, one after another, into features: of the row and its past alone, in bounded room, with a fixed
 * effort per row. What is learnt of the past is never told apart by labels.
 */
export class Watcher {
  readonly #layout: Layout;
  readonly #pasts: MetricPast[];
  readonly #distance: Distance;
  readonly #steps = new History(32);
  readonly #now: Float32Array[];
  readonly #known: boolean[];
  readonly #strange = new Float64Array(bases.length);
  readonly #remembered = memories.map(() => new Float64Array(bases.length));
  readonly #weights = memories.map(weightOf);
  readonly #own = bases.map(() => new OwnScale());
  readonly #levels: Float64Array;
  #before = Number.NaN;

  constructor(layout: Layout) {
    const metrics = layout.metrics.length;
    this.#layout = layout;
    this.#pasts = Array.from({ length: metrics }, () => new MetricPast());
    this.#distance = new Distance(metrics);
    this.#now = Array.from({ length: metrics }, () => new Float32Array(signals.length));
    this.#known = new Array(metrics).fill(false);
    this.#levels = new Float64Array(metrics).fill(Number.NaN);
  }

  /** Features of a row at `time` (seconds), in the layout's order, to `out` from `first` on; levels stay in their units. */
  push(time: number, row: ArrayLike<number>, out: Float32Array, first: number): void {
    this.#compare(row, this.#isAfterGap(time));
    const shares = pool(this.#now, this.#known, this.#strange);
    this.#strange[0] = this.#distance.push(row);
    let at = first;
    for (let base = 0; base < bases.length; base++) out[at++] = magnitude(this.#strange[base]!);
    for (let memory = 0; memory < memories.length; memory++) {
      const remembered = this.#remembered[memory]!;
      for (let base = 0; base < bases.length; base++) {
        remembered[base]! += this.#weights[memory]! * (this.#strange[base]! - remembered[base]!);
        out[at++] = magnitude(remembered[base]!);
      }
    }
    for (const share of shares) out[at++] = share;
    for (let base = 0; base < bases.length; base++) out[at++] = this.#own[base]!.push(this.#strange[base]!);
    for (const signal of named) {
      for (const metric of this.#now) out[at++] = Math.tanh(metric[signals.indexOf(signal)]! / 4);
    }
    for (let metric = 0; metric < this.#layout.metrics.length; metric++) out[at++] = this.#levels[metric]!;
  }

  #compare(row: ArrayLike<number>, afterGap: boolean): void {
    for (let metric = 0; metric < this.#pasts.length; metric++) {
      const value = row[metric]!;
      this.#known[metric] = Number.isFinite(value);
      if (!this.#known[metric]) {
        this.#now[metric]!.fill(0);
        continue;
      }
      this.#pasts[metric]!.push(value, afterGap, this.#now[metric]!);
      const level = this.#levels[metric]!;
      this.#levels[metric] = Number.isNaN(level) ? value : level + levelWeight * (value - level);
    }
  }

  #isAfterGap(time: number): boolean {
    const step = time - this.#before;
    const usual = this.#steps.quantile(0.5);
    this.#before = time;
    if (Number.isFinite(step)) this.#steps.push(step);
    return step > gapAfter * usual;
  }
}

/** How strange something is against how strange this entity usually is: restless ones are forgiven more. −1…1. */
class OwnScale {
  readonly #past = new History();
  #usual = 0;
  #high = 1;

  push(strangeness: number): number {
    const value = Math.log1p(strangeness);
    const known = this.#past.count >= leastPast;
    const scaled = known ? Math.tanh((value - this.#usual) / Math.max(this.#high - this.#usual, 0.05) / 3) : 0;
    if (this.#past.push(value)) {
      this.#usual = this.#past.quantile(0.5);
      this.#high = this.#past.quantile(0.95);
    }
    return scaled;
  }
}

/** 0…30 to 0…1, so that small differences near the usual count. */
function magnitude(strangeness: number): number {
  return Math.log1p(strangeness) / Math.log1p(30);
}
