import { metrics } from './metrics/index.ts';
import type { Sample } from './vm.ts';

/**
 * The recent history of all VMs: one preallocated Float32Array per metric, `capacity` samples a VM, oldest
 * overwritten. It is the one mutable part of the state, and only `sense` writes it.
 */
export class Ring {
  readonly capacity: number;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #columns: Float32Array[];
  #times: Float64Array;
  /** Samples ever written per slot; the newest is at `(written - 1) % capacity`. */
  #written: Float64Array;

  constructor(capacity = 180, vms = 64) {
    this.capacity = capacity;
    this.#columns = metrics.map(() => new Float32Array(capacity * vms));
    this.#times = new Float64Array(capacity * vms);
    this.#written = new Float64Array(vms);
  }

  /** Takes a sample in. The newest time again fills its empty cells; an older time is ignored. Returns whether it was new. */
  push(sample: Sample): boolean {
    const slot = this.#slot(sample.vm);
    const written = this.#written[slot]!;
    const newest = written ? this.#times[this.#cell(slot, written - 1)]! : Number.NEGATIVE_INFINITY;
    if (sample.at < newest) return false;
    const isNew = sample.at > newest;
    const cell = this.#cell(slot, isNew ? written : written - 1);
    for (let column = 0; column < this.#columns.length; column++) {
      const value = sample.values[column] ?? Number.NaN;
      if (isNew || !Number.isNaN(value)) this.#columns[column]![cell] = value;
    }
    if (isNew) {
      this.#times[cell] = sample.at;
      this.#written[slot] = written + 1;
    }
    return isNew;
  }

  /** Number of samples kept for a VM. */
  length(vm: string): number {
    const slot = this.#slots.get(vm);
    return slot === undefined ? 0 : Math.min(this.#written[slot]!, this.capacity);
  }

  /** Time of the sample `back` places before the newest (0: the newest), or undefined. */
  time(vm: string, back = 0): number | undefined {
    const cell = this.#back(vm, back);
    return cell === undefined ? undefined : this.#times[cell];
  }

  /** A metric's value `back` places before the newest; NaN where there is none. */
  value(vm: string, column: number, back = 0): number {
    const cell = this.#back(vm, back);
    return cell === undefined ? Number.NaN : this.#columns[column]![cell]!;
  }

  /** The last `count` values of a metric, oldest first, gaps as NaN. A copy. */
  series(vm: string, column: number, count = this.capacity): Float32Array {
    const length = Math.min(count, this.length(vm));
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = this.value(vm, column, length - 1 - i);
    return values;
  }

  /** As `series`, into an array of yours that holds `capacity`: one look-up, no allocation. Returns how many. */
  copy(vm: string, column: number, into: Float32Array): number {
    return this.#copy(vm, this.#columns[column]!, into);
  }

  /** The times of the samples kept, oldest first, into an array of yours that holds `capacity`. Returns how many. */
  copyTimes(vm: string, into: Float64Array): number {
    return this.#copy(vm, this.#times, into);
  }

  /** Forgets a VM; its place is given to the next new one. */
  drop(vm: string): void {
    const slot = this.#slots.get(vm);
    if (slot === undefined) return;
    this.#slots.delete(vm);
    this.#written[slot] = 0;
    this.#free.push(slot);
  }

  #copy(vm: string, from: Float32Array | Float64Array, into: Float32Array | Float64Array): number {
    const slot = this.#slots.get(vm);
    if (slot === undefined) return 0;
    const written = this.#written[slot]!;
    const length = Math.min(written, this.capacity);
    const first = slot * this.capacity;
    const oldest = written > this.capacity ? written % this.capacity : 0;
    for (let i = oldest; i < length; i++) into[i - oldest] = from[first + i]!;
    for (let i = 0; i < oldest; i++) into[length - oldest + i] = from[first + i]!;
    return length;
  }

  #back(vm: string, back: number): number | undefined {
    const slot = this.#slots.get(vm);
    if (slot === undefined || back < 0 || back >= Math.min(this.#written[slot]!, this.capacity)) return undefined;
    return this.#cell(slot, this.#written[slot]! - 1 - back);
  }

  #cell(slot: number, index: number): number {
    return slot * this.capacity + (index % this.capacity);
  }

  #slot(vm: string): number {
    const known = this.#slots.get(vm);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.#slots.size;
    if (slot >= this.#written.length) this.#grow();
    this.#slots.set(vm, slot);
    return slot;
  }

  #grow(): void {
    const vms = this.#written.length * 2;
    this.#columns = this.#columns.map((old) => grown(old, new Float32Array(this.capacity * vms)));
    this.#times = grown(this.#times, new Float64Array(this.capacity * vms));
    this.#written = grown(this.#written, new Float64Array(vms));
  }
}

function grown<T extends Float32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
