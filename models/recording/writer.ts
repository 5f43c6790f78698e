import { metrics } from '../metrics/index.ts';
import type { Ring } from '../ring.ts';
import type { State } from '../state.ts';
import { finished, type Slices } from '../step.ts';
import { differing } from './change.ts';
import { Names } from './names.ts';
import { rounded, writing } from './plain.ts';
import { header, type Recorded, recordedOf } from './recorded.ts';

/** Samples that are recorded at once at most: of a large fleet's history the end of it. */
const mostSamples = 200_000;
/** Samples, or VMs, that are read before a pause. */
const slice = 500;

/**
 * Writes states down as lines of JSON: the first one whole, of the following ones what has changed, and before each the
 * samples that are new. Reading them again gives the states again, without thinking them anew: a past that is shown is
 * the one that was, whatever brain and program show it.
 */
export class Writer {
  #names = new Names();
  #before: Recorded | undefined;
  /** Of each VM the newest sample that is written, and how many of its values were known. */
  readonly #told = new Map<string, { readonly at: number; readonly known: number }>();

  /** The next state begins anew with a whole one; its samples go on. */
  restart(): void {
    this.#names = new Names();
    this.#before = undefined;
  }

  /** The lines of a state; nothing where nothing has changed. */
  text(state: State): string {
    return finished(this.writing(state)).join('');
  }

  /** The same in parts, with pauses where the fleet is large: of one state at a time, and no sample may come in meanwhile. */
  *writing(state: State): Slices<string[]> {
    if (state.vms.size >= slice) yield;
    const after = recordedOf(state);
    const before = this.#before;
    const samples = yield* this.#samples(state);
    const body = before ? yield* differing(before, after, this.#names) : yield* writing(after);
    if (before && !samples.length && !body.length) return [];
    this.#before = after;
    const names = this.#names.news();
    return [
      ...(before ? [] : [header, '\n']),
      ...(names.length ? [JSON.stringify({ names }), '\n'] : []),
      ...samples,
      ...(body.length ? [before ? '{"change":' : '{"whole":', ...body, '}\n'] : ['{}\n']),
    ];
  }

  /** The line of the samples, where there are new ones. */
  *#samples({ vms, ring }: State): Slices<string[]> {
    const ids: number[] = [];
    const times: number[] = [];
    const columns: (number | null)[][] = metrics.map(() => []);
    const most = Math.max(1, Math.floor(mostSamples / Math.max(1, vms.size)));
    let rows = 0;
    for (const id of vms.keys()) {
      for (let back = this.#news(ring, id, most) - 1; back >= 0; back--) {
        if (++rows % slice === 0) yield;
        ids.push(this.#names.number(id));
        times.push(ring.time(id, back)!);
        for (let column = 0; column < metrics.length; column++) {
          const value = ring.value(id, column, back);
          columns[column]!.push(Number.isNaN(value) ? null : rounded(value));
        }
      }
    }
    for (const id of this.#told.keys()) if (!vms.has(id)) this.#told.delete(id);
    if (!ids.length) return [];
    const values: string[] = [];
    for (const [column, { id }] of metrics.entries()) {
      if (rows >= slice) yield;
      if (columns[column]!.every((value) => value === null)) continue;
      values.push(values.length ? ',' : '', `"${id}":`, JSON.stringify(columns[column]));
    }
    const [samples, since] = [ids, steps(times)].map((list) => JSON.stringify(list));
    return [`{"samples":${samples},"times":${since},"values":{`, ...values, '}}\n'];
  }

  /** How many of the VM's newest samples are not written yet; one that was filled in is written again. */
  #news(ring: Ring, vm: string, most: number): number {
    const newest = ring.time(vm);
    if (newest === undefined) return 0;
    const told = this.#told.get(vm);
    let known = 0;
    for (let column = 0; column < metrics.length; column++) if (!Number.isNaN(ring.value(vm, column))) known++;
    if (told?.at === newest && told.known === known) return 0;
    this.#told.set(vm, { at: newest, known });
    if (told?.at === newest) return 1;
    let count = 1;
    while (count < most && (ring.time(vm, count) ?? Number.NEGATIVE_INFINITY) > (told?.at ?? 0)) count++;
    return count;
  }
}

/** Times by their distance from the one before: short, and much alike. */
function steps(times: readonly number[]): number[] {
  return times.map((time, index) => time - (times[index - 1] ?? 0));
}
