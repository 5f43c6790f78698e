import type { Slices } from '../step.ts';
import type { Names } from './names.ts';
import { rounded } from './plain.ts';

/** Rows of one kind that are recorded at once at most: of a large fleet's history the end of it. */
const mostRows = 200_000;
/** Rows that are read before a pause. */
const slice = 500;

/** Rows of numbers of each VM: samples, or probabilities. `back` 0 is the newest. */
type Kept = {
  /** Epoch milliseconds; undefined where there is none. */
  time(vm: string, back?: number): number | undefined;
  /** NaN where it is not known. */
  value(vm: string, column: number, back?: number): number;
};

/** Writes the rows of one kind that came since they were last written. */
export class News {
  readonly #kind: string;
  readonly #columns: readonly string[];
  /** Of each VM the newest row that is written, and how many of its values were known. */
  readonly #told = new Map<string, { readonly at: number; readonly known: number }>();

  constructor(kind: string, columns: readonly string[]) {
    this.#kind = kind;
    this.#columns = columns;
  }

  /** A line of JSON in parts, with pauses where there is much of it; nothing where nothing is new. */
  *lines(vms: ReadonlyMap<string, unknown>, names: Names, kept: Kept): Slices<string[]> {
    const ids: number[] = [];
    const times: number[] = [];
    const columns: (number | null)[][] = this.#columns.map(() => []);
    const most = Math.max(1, Math.floor(mostRows / Math.max(1, vms.size)));
    let rows = 0;
    for (const id of vms.keys()) {
      for (let back = this.#count(kept, id, most) - 1; back >= 0; back--) {
        if (++rows % slice === 0) yield;
        ids.push(names.number(id));
        times.push(kept.time(id, back)!);
        columns.forEach((column, place) => {
          const value = kept.value(id, place, back);
          column.push(Number.isNaN(value) ? null : rounded(value));
        });
      }
    }
    for (const id of this.#told.keys()) if (!vms.has(id)) this.#told.delete(id);
    if (!ids.length) return [];
    const values: string[] = [];
    for (const [place, id] of this.#columns.entries()) {
      if (rows >= slice) yield;
      if (columns[place]!.every((value) => value === null)) continue;
      values.push(values.length ? ',' : '', `"${id}":`, JSON.stringify(columns[place]));
    }
    const [named, since] = [ids, steps(times)].map((list) => JSON.stringify(list));
    return [`{"${this.#kind}":${named},"times":${since},"values":{`, ...values, '}}\n'];
  }

  /** How many of the VM's newest rows are not written yet; one that was filled in is written again. */
  #count(kept: Kept, vm: string, most: number): number {
    const newest = kept.time(vm);
    if (newest === undefined) return 0;
    const told = this.#told.get(vm);
    let known = 0;
    for (let column = 0; column < this.#columns.length; column++) if (!Number.isNaN(kept.value(vm, column))) known++;
    if (told?.at === newest && told.known === known) return 0;
    this.#told.set(vm, { at: newest, known });
    if (told?.at === newest) return 1;
    let count = 1;
    while (count < most && (kept.time(vm, count) ?? Number.NEGATIVE_INFINITY) > (told?.at ?? 0)) count++;
    return count;
  }
}

/** Times by their distance from the one before: short, and much alike. */
function steps(times: readonly number[]): number[] {
  return times.map((time, index) => time - (times[index - 1] ?? 0));
}
