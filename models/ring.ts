import { type Rows, Track } from './brain/track/track.ts';
import { metrics } from './metrics/index.ts';
import type { Sample } from './vm.ts';

/**
 * The recent history of all VMs: one preallocated Float32Array per metric, `capacity` samples a VM, oldest
 * overwritten; and, in `track`, what is remembered of all that came before. It is the one mutable part of the state,
 * and only `sense` writes it.
 */
export class Ring {
  readonly capacity: number;
  readonly track: Track;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #columns: Float32Array[];
  #times: Float64Array;
  /** Samples ever written per slot; the newest is at `(written - 1) % capacity`. */
  #written: Float64Array;
  /** The VM that the track is told of. */
  #told = 0;
  readonly #rows: Rows;

  constructor(capacity = 180, vms = 64) {
    this.capacity = capacity;
    this.#columns = metrics.map(() => new Float32Array(capacity * vms));
    this.#times = new Float64Array(capacity * vms);
    this.#written = new Float64Array(vms);
    this.track = new Track(vms);
    this.#rows = this.#rowsOfTold();
  }

  /**
   * Takes a sample in. The newest time again fills its empty cells; an older time is ignored. `held`: something is
   * wrong with the VM, so that what is usual for it stays as it was. Returns whether the sample was new.
   */
  push(sample: Sample, held = false): boolean {
    const slot = this.#place(sample.vm);
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
    this.#told = slot;
    this.track.take(slot, this.#rows, isNew, held);
    return isNew;
  }

  /** A VM's place in the track; -1 where no sample of it was ever taken in. */
  slot(vm: string): number {
    return this.#slots.get(vm) ?? -1;
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

  /** Forgets a VM; its place is given to the next new one. */
  drop(vm: string): void {
    const slot = this.#slots.get(vm);
    if (slot === undefined) return;
    this.#slots.delete(vm);
    this.#written[slot] = 0;
    this.track.forget(slot);
    this.#free.push(slot);
  }

  #rowsOfTold(): Rows {
    const ring = this;
    const cell = (back: number) => ring.#cell(ring.#told, ring.#written[ring.#told]! - 1 - back);
    return {
      capacity: ring.capacity,
      get length() {
        return Math.min(ring.#written[ring.#told]!, ring.capacity);
      },
      time: (back) => ring.#times[cell(back)]!,
      value: (column, back) => ring.#columns[column]![cell(back)]!,
    };
  }

  #back(vm: string, back: number): number | undefined {
    const slot = this.#slots.get(vm);
    if (slot === undefined || back < 0 || back >= Math.min(this.#written[slot]!, this.capacity)) return undefined;
    return this.#cell(slot, this.#written[slot]! - 1 - back);
  }

  #cell(slot: number, index: number): number {
    return slot * this.capacity + (index % this.capacity);
  }

  #place(vm: string): number {
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
    this.track.grow(vms);
  }
}

function grown<T extends Float32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
