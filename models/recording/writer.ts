import { metrics } from '../metrics/index.ts';
import type { State } from '../state.ts';
import { finished, type Slices } from '../step.ts';
import { differing } from './change.ts';
import { Names } from './names.ts';
import { News } from './news.ts';
import { writing } from './plain.ts';
import { header, type Recorded, recordedOf } from './recorded.ts';

const samplesHold = metrics.map(({ id }) => id);
/** VMs of which there is a pause before a state is written. */
const many = 500;

/**
 * Writes states down as lines of JSON: the first one whole, of the following ones what has changed, and before each the
 * samples and probabilities that are new. Reading them again gives the states again, without thinking them anew: a past that is shown is
 * the one that was, whatever brain and program show it.
 */
export class Writer {
  #names = new Names();
  #before: Recorded | undefined;
  readonly #samples = new News('samples', samplesHold);
  readonly #chances = new News('chances', ['p']);

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
    if (state.vms.size >= many) yield;
    const after = recordedOf(state);
    const before = this.#before;
    const { vms, ring, curves } = state;
    const samples = yield* this.#samples.lines(vms, this.#names, ring);
    const chances = yield* this.#chances.lines(vms, this.#names, {
      time: (vm, back) => curves.time(vm, back),
      value: (vm, _, back) => curves.value(vm, back),
    });
    const numbers = [...samples, ...chances];
    const body = before ? yield* differing(before, after, this.#names) : yield* writing(after);
    if (before && !numbers.length && !body.length) return [];
    this.#before = after;
    const names = this.#names.news();
    return [
      ...(before ? [] : [header, '\n']),
      ...(names.length ? [JSON.stringify({ names }), '\n'] : []),
      ...numbers,
      ...(body.length ? [before ? '{"change":' : '{"whole":', ...body, '}\n'] : ['{}\n']),
    ];
  }
}
