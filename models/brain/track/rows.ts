import { metrics } from '../../metrics/index.ts';
import { followed } from './layout.ts';

const width = metrics.length;
const first = Int32Array.from(followed, ({ columns }) => columns[0]!);
/** The metric that is added to the first, or -1. */
const second = Int32Array.from(followed, ({ columns }) => columns[1] ?? -1);
const isRatio = followed.map(({ ratio }) => ratio === true);
/** Added to both sides of a ratio, in the metrics' unit: between nothing and nothing there is none. */
const trickle = 2;

/** Milliseconds whose values are taken together for "now". */
const moment = 30_000;

/** The rows of one VM that are still at hand, lying round and round in the arrays of all VMs; NaN where nothing is known. */
export class Rows {
  /** Each row's values side by side, in the order of the metrics. */
  values = new Float32Array(0);
  /** Epoch milliseconds of each row. */
  times = new Float64Array(0);
  /** How many are kept at most, and how many there are. */
  readonly capacity: number;
  length = 0;
  #first = 0;
  #newest = 0;
  /** Rows of the last moment after the newest; -1 for none. A row is `far` if it only counts where nothing newer is known. */
  readonly #recent = new Int32Array(2);
  readonly #far = [false, false];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Looks at the rows that begin at `first`, of which `written` were ever written. */
  look(first: number, written: number): this {
    this.#first = first;
    this.length = Math.min(written, this.capacity);
    this.#newest = (written - 1) % this.capacity;
    const now = this.times[this.row(0)]!;
    for (let i = 0; i < 2; i++) {
      const row = i + 1 < this.length ? this.row(i + 1) : -1;
      this.#recent[i] = row;
      this.#far[i] = row >= 0 && now - this.times[row]! >= moment;
    }
    return this;
  }

  /** Which row of the arrays it is; `back` 0 is the newest. */
  row(back: number): number {
    const place = this.#newest - back;
    return this.#first + (place < 0 ? place + this.capacity : place);
  }

  /** A side's value in a row of the arrays: a ratio, or the sum of its metrics, of which one may be unknown. */
  side(row: number, side: number): number {
    const one = this.values[row * width + first[side]!]!;
    if (second[side]! < 0) return one;
    const other = this.values[row * width + second[side]!]!;
    if (isRatio[side]) return Math.log((one + trickle) / (other + trickle));
    return Number.isNaN(one) ? other : Number.isNaN(other) ? one : one + other;
  }

  metric(row: number, column: number): number {
    return this.values[row * width + column]!;
  }

  /** Mean of the last half minute's values, at least the last one; NaN where the last three rows hold none. */
  recent(side: number, newest: number): number {
    let found = Number.isNaN(newest) ? 0 : 1;
    let sum = found ? newest : 0;
    for (let i = 0; i < 2; i++) {
      const row = this.#recent[i]!;
      if (row < 0 || (found && this.#far[i]!)) break;
      const value = this.side(row, side);
      if (Number.isNaN(value)) continue;
      sum += value;
      found++;
    }
    return found ? sum / found : Number.NaN;
  }
}
