import { notListed, type Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Nova } from './nova.ts';

/** Questions in one tick. */
const askAtMost = 20;
/** Ticks for which what Nova says of such a VM is taken for current. */
const heardFor = 3;

/** The tick in which Nova was last asked for a VM by its id, and the last in which it told of it. */
type Asked = { readonly asked: number; readonly told: number };
const never: Asked = { asked: 0, told: -heardFor };

/**
 * VMs that Nova's list leaves out, for a policy, a page, a cell that is down: whether one is deleted only Nova can say,
 * asked for it by its id. Until then it is unknown.
 */
export class Missing {
  readonly #nova: Nova;
  readonly #asked = new Map<string, Asked>();
  #tick = 0;

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  get some(): boolean {
    return this.#asked.size > 0;
  }

  add(id: string): void {
    if (!this.#asked.has(id)) this.#asked.set(id, never);
  }

  drop(id: string): void {
    this.#asked.delete(id);
  }

  /**
   * One tick: asks for some of them, those first that were not asked for longest. `known`: the VMs as they were last
   * known; `wanted`: those that are asked for though nothing is known of them. Returns what is to be believed of each,
   * undefined where it is deleted.
   */
  async ask(known: ReadonlyMap<string, Vm>, wanted: ReadonlySet<string>): Promise<Map<string, Vm | undefined>> {
    this.#tick++;
    for (const id of this.#asked.keys()) if (!known.has(id) && !wanted.has(id)) this.drop(id);
    const found = new Map<string, Vm | undefined>();
    const due = [...this.#asked].sort(([, a], [, b]) => a.asked - b.asked).slice(0, askAtMost);
    await Promise.all(due.map(([id, { told }]) => this.#askFor(id, told, known, found)));
    for (const [id, { told }] of this.#asked) {
      const vm = known.get(id);
      if (vm && !vm.unknown && told <= this.#tick - heardFor) found.set(id, { ...vm, unknown: notListed });
    }
    return found;
  }

  async #askFor(
    id: string,
    told: number,
    known: ReadonlyMap<string, Vm>,
    found: Map<string, Vm | undefined>,
  ): Promise<void> {
    const asked = this.#tick;
    this.#asked.set(id, { asked, told });
    try {
      const vm = await this.#nova.find(id, known.get(id)?.projectId);
      found.set(id, vm);
      this.#asked.set(id, { asked, told: asked });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
}
