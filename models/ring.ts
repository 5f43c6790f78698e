import { Rows } from './brain/track/rows.ts';
import { Track } from './brain/track/track.ts';
import { metrics } from './metrics/index.ts';
import type { Sample } from './vm.ts';

const width = metrics.length;

/**
 * The recent history of all VMs in one preallocated Float32Array, a sample's values side by side, `capacity` samples a
 * VM, oldest overwritten; and, in `track`, what is remembered of all that came before. It is the one mutable part of
 * the state, and only `sense` writes it.
 */
export class Ring {
  readonly capacity: number;
  readonly track: Track;
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];
  #values: Float32Array<ArrayBuffer>;
  #times: Float64Array<ArrayBuffer>;
  /** Samples ever written per slot; the newest is at `(written - 1) % capacity`. Integers, for a quick remainder. */
  #written: Uint32Array;
  readonly #rows: Rows;

  constructor(capacity = 180, vms = 64) {
    this.capacity = capacity;
    this.#values = new Float32Array(capacity * vms * width);
    this.#times = new Float64Array(capacity * vms);
    this.#written = new Uint32Array(vms);
    this.track = new Track(vms);
    this.#rows = new Rows(capacity);
    this.#show();
  }

  /** Makes room for so many VMs at once: to double it again and again for thousands takes seconds. */
  reserve(vms: number): void {
    if (vms > this.#written.length) this.#grow(vms);
  }

  /**
   * Takes a sample in. The newest time again fills its empty cells; an older time is ignored. `held`: something is
   * wrong with the VM, so that what is usual for it stays as it was. Returns whether the sample was new.
   */
  push(sample: Sample, held = false): boolean {
    const slot = this.#place(sample.vm);
    const written = this.#written[slot]!;
    const newest = written ? this.#times[this.#row(slot, written - 1)]! : Number.NEGATIVE_INFINITY;
    if (sample.at < newest) return false;
    const isNew = sample.at > newest;
    const row = this.#row(slot, isNew ? written : written - 1);
    for (let column = 0; column < width; column++) {
      const value = sample.values[column] ?? Number.NaN;
      if (isNew || !Number.isNaN(value)) this.#values[row * width + column] = value;
    }
    if (isNew) {
      this.#times[row] = sample.at;
      this.#written[slot] = written + 1;
    }
    this.track.take(slot, this.#rows.look(slot * this.capacity, this.#written[slot]!), isNew, held);
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
    const row = this.#back(vm, back);
    return row === undefined ? undefined : this.#times[row];
  }

  /** A metric's value `back` places before the newest; NaN where there is none. */
  value(vm: string, column: number, back = 0): number {
    const row = this.#back(vm, back);
    return row === undefined ? Number.NaN : this.#values[row * width + column]!;
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
    this.#free.push(slot);
  }

  #back(vm: string, back: number): number | undefined {
    const slot = this.#slots.get(vm);
    if (slot === undefined || back < 0 || back >= Math.min(this.#written[slot]!, this.capacity)) return undefined;
    return this.#row(slot, this.#written[slot]! - 1 - back);
  }

  #row(slot: number, index: number): number {
    return slot * this.capacity + (index % this.capacity);
  }

  #place(vm: string): number {
    const known = this.#slots.get(vm);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.#slots.size;
    if (slot >= this.#written.length) this.#grow(this.#written.length * 2);
    this.#slots.set(vm, slot);
    this.track.begin(slot);
    return slot;
  }

  #grow(vms: number): void {
    this.#values = grown(this.#values, new Float32Array(this.capacity * vms * width));
    this.#times = grown(this.#times, new Float64Array(this.capacity * vms));
    this.#written = grown(this.#written, new Uint32Array(vms));
    this.track.grow(vms);
    this.#show();
  }

  #show(): void {
    this.#rows.values = this.#values;
    this.#rows.times = this.#times;
  }
}

function grown<T extends Float32Array | Float64Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
