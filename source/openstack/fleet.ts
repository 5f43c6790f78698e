import type { InstanceAction, Vm } from '../../models/vm.ts';
import type { Nova } from './nova.ts';

/** Ticks between two full lists: what a list of changes may have missed is then put right. */
const fullEvery = 20;
/** Seconds that two lists of changes overlap. */
const overlap = 10_000;
/** Questions for instance actions in one tick. */
const askAtMost = 20;
const hour = 3600_000;

/** What was asked about a VM that does not simply run, and the state it was in then. */
type Asked = { readonly state: string; readonly actions: readonly InstanceAction[] };

/** All VMs as Nova last told, kept up to date with the fewest calls. */
export class Fleet {
  readonly #nova: Nova;
  readonly #vms = new Map<string, Vm>();
  readonly #asked = new Map<string, Asked>();
  #tick = 0;

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  /** One tick: all VMs. `now` is epoch milliseconds. */
  async look(now: number): Promise<ReadonlyMap<string, Vm>> {
    const since = this.#tick % fullEvery === 0 ? undefined : this.#newestChange();
    const changed = await this.#nova.servers(since);
    this.#tick++;
    if (since === undefined) this.#vms.clear();
    for (const vm of changed) {
      if (vm.status === 'DELETED' || vm.status === 'SOFT_DELETED') this.#vms.delete(vm.id);
      else this.#vms.set(vm.id, vm);
    }
    await this.#askForActions();
    return new Map([...this.#vms].map(([id, vm]) => [id, this.#withActions(vm, now)]));
  }

  /** Nova's own times, not ours: the clocks of the two machines may differ. */
  #newestChange(): number | undefined {
    let newest = Number.NEGATIVE_INFINITY;
    for (const vm of this.#vms.values()) if (vm.updatedAt > newest) newest = vm.updatedAt;
    return Number.isFinite(newest) ? newest - overlap : undefined;
  }

  async #askForActions(): Promise<void> {
    const odd = [...this.#vms.values()].filter((vm) => !simplyRuns(vm));
    for (const id of this.#asked.keys())
      if (!this.#vms.has(id) || simplyRuns(this.#vms.get(id)!)) this.#asked.delete(id);
    const due = odd.filter((vm) => this.#asked.get(vm.id)?.state !== stateOf(vm)).slice(0, askAtMost);
    await Promise.all(
      due.map(async (vm) => {
        // Without an answer the VM is asked about again in the next tick; the rest of the fleet does not wait for it.
        const actions = await this.#nova.instanceActions(vm.id, 10).catch(() => undefined);
        if (actions) this.#asked.set(vm.id, { state: stateOf(vm), actions });
      }),
    );
  }

  #withActions(vm: Vm, now: number): Vm {
    const asked = this.#asked.get(vm.id);
    if (!asked) return vm;
    const failed = asked.actions.filter((each) => each.message === 'Error' && each.startedAt > now - hour);
    return { ...vm, lastAction: asked.actions[0], errors: vm.errors + failed.length };
  }
}

function simplyRuns(vm: Vm): boolean {
  return vm.status === 'ACTIVE' && vm.power === 'running' && !vm.taskState;
}

function stateOf(vm: Vm): string {
  return `${vm.status} ${vm.taskState} ${vm.power} ${vm.updatedAt}`;
}
