import { metrics } from '../metrics/index.ts';
import { Ring } from '../ring.ts';
import type { Sample } from '../vm.ts';

const width = metrics.length;

/** Samples of all VMs in the order in which they came. */
export class Samples {
  /** How many there are: what a moment must know to look back. */
  size = 0;
  readonly #rows = new Map<string, number[]>();
  readonly #readOlder: () => Samples | undefined;
  #older: Samples | undefined | 'unread' = 'unread';
  #values = new Float32Array(width * 1024);
  #times = new Float64Array(1024);

  /** `older` reads those that came before; it is called once, when somebody looks back so far. */
  constructor(older: () => Samples | undefined = () => undefined) {
    this.#readOlder = older;
  }

  get older(): Samples | undefined {
    if (this.#older === 'unread') this.#older = this.#readOlder();
    return this.#older;
  }

  take({ vm, at, values }: Sample): void {
    const rows = this.#rows.get(vm) ?? [];
    if (!rows.length) this.#rows.set(vm, rows);
    const last = rows.at(-1);
    // The same time again fills the cells that were empty.
    const row = last !== undefined && this.#times[last] === at ? last : this.#add(rows);
    this.#times[row] = at;
    this.#values.set(values, row * width);
  }

  /** The VM's samples among the first `size` of all. */
  count(vm: string, size: number): number {
    const rows = this.#rows.get(vm);
    if (!rows) return 0;
    let low = 0;
    for (let high = rows.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (rows[middle]! < size) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  time(vm: string, index: number): number {
    return this.#times[this.#rows.get(vm)![index]!]!;
  }

  value(vm: string, index: number, column: number): number {
    return this.#values[this.#rows.get(vm)![index]! * width + column]!;
  }

  #add(rows: number[]): number {
    const row = this.size++;
    rows.push(row);
    if (row >= this.#times.length) {
      const times = new Float64Array(this.#times.length * 2);
      const values = new Float32Array(this.#values.length * 2);
      times.set(this.#times);
      values.set(this.#values);
      this.#times = times;
      this.#values = values;
    }
    return row;
  }
}

/** The ring as it was at a moment: what had come by then. Nothing can be taken into it. */
export class PastRing extends Ring {
  readonly #samples: Samples;
  readonly #size: number;
  readonly #kept: number;

  constructor(samples: Samples, kept = 180) {
    super(kept, 0);
    this.#samples = samples;
    this.#size = samples.size;
    this.#kept = kept;
  }

  override push(): boolean {
    return false;
  }

  override drop(): void {}

  override length(vm: string): number {
    const own = this.#samples.count(vm, this.#size);
    return Math.min(this.#kept, own >= this.#kept ? own : own + this.#older(vm, own));
  }

  override time(vm: string, back = 0): number | undefined {
    const place = this.#place(vm, back);
    return place?.samples.time(vm, place.index);
  }

  override value(vm: string, column: number, back = 0): number {
    const place = this.#place(vm, back);
    return place ? place.samples.value(vm, place.index, column) : Number.NaN;
  }

  #place(vm: string, back: number) {
    if (back < 0 || back >= this.#kept) return undefined;
    const own = this.#samples.count(vm, this.#size);
    if (back < own) return { samples: this.#samples, index: own - 1 - back };
    const index = this.#older(vm, own) - 1 - (back - own);
    return index < 0 ? undefined : { samples: this.#samples.older!, index };
  }

  /** How many there are of the VM from before; one that was filled in later counts there, not here. */
  #older(vm: string, own: number): number {
    const { older } = this.#samples;
    const count = older?.count(vm, older.size) ?? 0;
    const isFilled = count > 0 && own > 0 && older!.time(vm, count - 1) === this.#samples.time(vm, 0);
    return isFilled ? count - 1 : count;
  }
}
