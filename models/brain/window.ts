import type { Before } from '../before.ts';
import { columnOf, metrics } from '../metrics/index.ts';
import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';

/** Columns of a window: those of the metrics, then all disk traffic and all network traffic. */
export const diskTraffic = metrics.length;
export const netTraffic = metrics.length + 1;

/** A VM's own past, from up to 32 picks older than two minutes. `known` is false where there are fewer than six. */
export type Past = { known: boolean; low: number; median: number; high: number; max: number };

/**
 * One VM's recent samples, oldest first, gaps as NaN, with the questions that features ask of them. It is read into
 * arrays that are used again for the next VM: 10,000 VMs a tick leave nothing to collect.
 */
export class Window {
  readonly columns: Float32Array[];
  readonly times: Float64Array;
  readonly #pasts: Past[];
  readonly #pastKnown: boolean[];
  vm!: Vm;
  count = 0;
  at = 0;
  /** Seconds between samples. */
  granularity = 10;

  constructor(capacity: number) {
    const columns = metrics.length + 2;
    this.columns = Array.from({ length: columns }, () => new Float32Array(capacity));
    this.times = new Float64Array(capacity);
    this.#pasts = this.columns.map(() => ({ known: false, low: 0, median: 0, high: 0, max: 0 }));
    this.#pastKnown = new Array(columns).fill(false);
  }

  /** With `before`, its samples stand for the VM's past, and only what came after them is read from the ring. */
  read(vm: Vm, ring: Ring, at: number, granularity: number, before?: Before): this {
    this.vm = vm;
    this.at = at;
    this.granularity = granularity;
    this.count = ring.copyTimes(vm.id, this.times);
    for (let column = 0; column < metrics.length; column++) ring.copy(vm.id, column, this.columns[column]!);
    if (before) this.#putBefore(before);
    this.#sum(columnOf.diskRead, columnOf.diskWrite, diskTraffic);
    this.#sum(columnOf.netIn, columnOf.netOut, netTraffic);
    this.#pastKnown.fill(false);
    return this;
  }

  /** Time of the newest sample; undefined without one. */
  get newest(): number | undefined {
    return this.count ? this.times[this.count - 1] : undefined;
  }

  /** Milliseconds since the newest sample; undefined without one. */
  get age(): number | undefined {
    return this.newest === undefined ? undefined : Math.max(0, this.at - this.newest);
  }

  /** Mean of the last half minute's values (at least the last one); NaN where the last three samples hold none. */
  now(column: number): number {
    const wanted = Math.max(1, Math.min(3, Math.round(30 / this.granularity)));
    const values = this.columns[column]!;
    let sum = 0;
    let found = 0;
    for (let i = this.count - 1; i >= 0 && i >= this.count - 3 && found < wanted; i--) {
      if (Number.isNaN(values[i]!)) continue;
      sum += values[i]!;
      found++;
    }
    return found ? sum / found : Number.NaN;
  }

  /** First index of the samples of the last `seconds`, but never fewer than `least` samples. */
  since(seconds: number, least: number): number {
    const from = this.times[this.count - 1]! - seconds * 1000;
    let index = Math.max(0, this.count - least);
    while (index > 0 && this.times[index - 1]! > from) index--;
    return index;
  }

  past(column: number): Past {
    const past = this.#pasts[column]!;
    if (!this.#pastKnown[column]) {
      this.#pastKnown[column] = true;
      summarize(this.columns[column]!, this.since(120, 3), past);
    }
    return past;
  }

  #putBefore({ times, columns }: Before): void {
    const held = times.length;
    const end = times[held - 1]!;
    let fresh = 0;
    while (fresh < this.count && this.times[this.count - 1 - fresh]! > end) fresh++;
    const kept = Math.min(fresh, this.times.length - held);
    this.times.copyWithin(held, this.count - kept, this.count);
    this.times.set(times);
    columns.forEach((values, column) => {
      this.columns[column]!.copyWithin(held, this.count - kept, this.count);
      this.columns[column]!.set(values);
    });
    this.count = held + kept;
  }

  #sum(one: number, other: number, into: number): void {
    const [a, b, sum] = [this.columns[one]!, this.columns[other]!, this.columns[into]!];
    for (let i = 0; i < this.count; i++) {
      const [x, y] = [a[i]!, b[i]!];
      sum[i] = Number.isNaN(x) ? y : Number.isNaN(y) ? x : x + y;
    }
  }
}

const picks = new Float64Array(32);

function summarize(values: Float32Array, end: number, past: Past): void {
  const step = Math.max(1, end / picks.length);
  let found = 0;
  for (let i = 0; i < end && found < picks.length; i += step) {
    const value = values[Math.floor(i)]!;
    if (!Number.isNaN(value)) insert(value, found++);
  }
  past.known = found >= 6;
  if (!past.known) return;
  past.low = picks[Math.floor(found * 0.1)]!;
  past.median = picks[found >> 1]!;
  past.high = picks[Math.min(found - 1, Math.floor(found * 0.9))]!;
  past.max = picks[found - 1]!;
}

/** Keeps the picks sorted: for 32 numbers nothing is quicker. */
function insert(value: number, length: number): void {
  let place = length;
  while (place > 0 && picks[place - 1]! > value) picks[place] = picks[--place]!;
  picks[place] = value;
}
