import type { Series } from '../models/brain/dataset.ts';

/** Collects one entity's rows in typed arrays that grow: no object per row. */
export class SeriesBuilder {
  readonly #entity: string;
  readonly #faults: string[] = [];
  #times = new Float64Array(16);
  #labels = new Int8Array(16);
  #columns: Float32Array[];
  /** Rows before the newest one that had its very time as written, and all rows that were moved for that. */
  #repeats = 0;
  readonly #moved = new Map<number, number>();

  constructor(entity: string, metrics: number) {
    this.#entity = entity;
    this.#columns = Array.from({ length: metrics }, () => new Float32Array(16));
  }

  /** Time of the last row; undefined before the first. */
  get last(): number | undefined {
    return this.#times[this.#faults.length - 1];
  }

  /** Begins a row; its metrics are set after that, and are NaN until then. */
  add(time: number, label: number, fault: string): void {
    const row = this.#faults.push(fault) - 1;
    if (row === this.#times.length) this.#grow();
    if (row > 0 && this.#moved.get(row - 1) !== time) this.#repeats = 0;
    this.#times[row] = time;
    this.#labels[row] = label;
    for (const column of this.#columns) column[row] = Number.NaN;
  }

  set(metric: number, value: number): void {
    this.#columns[metric]![this.#faults.length - 1] = value;
  }

  /**
   * Makes room for one more row of the newest row's time, where clocks were put forward: rows then repeat a time after a
   * gap that they would fill, and are moved back into it. False where there is no such gap.
   */
  shiftIntoGap(): boolean {
    const newest = this.#faults.length - 1;
    const first = newest - this.#repeats;
    const [before, time] = [this.#times[first - 1]!, this.#times[newest]!];
    const step = before - this.#times[first - 2]!;
    if (!(time - before >= (this.#repeats + 2) * step)) return false;
    for (let row = first; row <= newest; row++) this.#times[row]! -= step;
    this.#moved.set(newest, time);
    this.#repeats++;
    return true;
  }

  /** The times as they were written: those of `finish`, but for rows that were moved. */
  written(): Float64Array {
    const times = this.#times.slice(0, this.#faults.length);
    for (const [row, time] of this.#moved) times[row] = time;
    return times;
  }

  finish(): Series {
    const rows = this.#faults.length;
    return {
      entity: this.#entity,
      times: this.#times.slice(0, rows),
      columns: this.#columns.map((column) => column.slice(0, rows)),
      labels: this.#labels.slice(0, rows),
      faults: this.#faults,
    };
  }

  #grow(): void {
    const size = 2 * this.#times.length;
    this.#times = grown(this.#times, new Float64Array(size));
    this.#labels = grown(this.#labels, new Int8Array(size));
    this.#columns = this.#columns.map((column) => grown(column, new Float32Array(size)));
  }
}

function grown<T extends Float32Array | Float64Array | Int8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
