/** Rows at most: what the longest recording has. */
const mostRows = 10_000_000;

/** Rows of numbers of all VMs, each with its time, in the order in which they came. */
export class Log {
  /** Numbers in a row. */
  readonly width: number;
  /** How many rows there are: what a moment must know to look back. */
  size = 0;
  readonly #rows = new Map<string, number[]>();
  readonly #older: () => Log | undefined;
  #values: Float32Array;
  #times = new Float64Array(1024);

  /** `older` gives those that came before, where somebody looks back so far. */
  constructor(width: number, older: () => Log | undefined) {
    this.width = width;
    this.#older = older;
    this.#values = new Float32Array(width * this.#times.length);
  }

  get older(): Log | undefined {
    return this.#older();
  }

  take(vm: string, at: number, values: ArrayLike<number>): void {
    const rows = this.#rows.get(vm) ?? [];
    if (!rows.length) this.#rows.set(vm, rows);
    const last = rows.at(-1);
    // The same time again fills the cells that were empty.
    const row = last !== undefined && this.#times[last] === at ? last : this.#add(rows);
    this.#times[row] = at;
    this.#values.set(values, row * this.width);
  }

  /** The VM's rows among the first `size` of all. */
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
    return this.#values[this.#rows.get(vm)![index]! * this.width + column]!;
  }

  #add(rows: number[]): number {
    const row = this.size++;
    if (row >= mostRows) throw new Error('it unpacks to more than any recording holds');
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

/** The log as it was at a moment, the newest row first, and of each VM as many as are kept. */
export class LogThen {
  readonly #log: Log;
  readonly #size: number;
  readonly #kept: number;

  constructor(log: Log, kept: number) {
    this.#log = log;
    this.#size = log.size;
    this.#kept = kept;
  }

  length(vm: string): number {
    const own = this.#log.count(vm, this.#size);
    return Math.min(this.#kept, own >= this.#kept ? own : own + this.#older(vm, own));
  }

  time(vm: string, back: number): number | undefined {
    const place = this.#place(vm, back);
    return place?.log.time(vm, place.index);
  }

  value(vm: string, column: number, back: number): number {
    const place = this.#place(vm, back);
    return place ? place.log.value(vm, place.index, column) : Number.NaN;
  }

  #place(vm: string, back: number) {
    if (back < 0 || back >= this.#kept) return undefined;
    const own = this.#log.count(vm, this.#size);
    if (back < own) return { log: this.#log, index: own - 1 - back };
    const index = this.#older(vm, own) - 1 - (back - own);
    return index < 0 ? undefined : { log: this.#log.older!, index };
  }

  /** How many there are of the VM from before; one that was filled in later counts there, not here. */
  #older(vm: string, own: number): number {
    const { older } = this.#log;
    const count = older?.count(vm, older.size) ?? 0;
    const isFilled = count > 0 && own > 0 && older!.time(vm, count - 1) === this.#log.time(vm, 0);
    return isFilled ? count - 1 : count;
  }
}
