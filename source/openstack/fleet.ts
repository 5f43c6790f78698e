import { isIdle } from '../../models/deeds.ts';
import type { InstanceAction, Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Nova } from './nova.ts';

/** Ticks between two full lists: what a list of changes may have missed is then put right. */
const fullEvery = 20;
/** Milliseconds that two lists of changes overlap: the clocks of Nova's own machines may differ by as much. */
const overlap = 60_000;
/** Milliseconds by which `updated` may be ahead of Nova's `Date`, which has whole seconds. */
const ahead = 5000;
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
  /** The tick in which a VM was last asked about, with or without an answer. */
  readonly #tried = new Map<string, number>();
  /** From when on changes are not known yet, by Nova's clock. Undefined: only a whole list can tell. */
  #since: number | undefined;
  /** VMs whose `updated` is ahead of Nova's time: what it was, and when it was first seen. */
  readonly #early = new Map<string, { readonly updated: number; readonly seen: number }>();
  #tick = 0;
  /** VMs that the last full list did not have: only a second one is believed. */
  #doubtful = new Set<string>();

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  /** One tick: all VMs. `now` is epoch milliseconds; `curious` are VMs whose newest action is wanted even if they run. */
  async look(now: number, curious: readonly string[] = []): Promise<ReadonlyMap<string, Vm>> {
    const isFull = this.#tick % fullEvery === 0 || this.#doubtful.size > 0;
    const since = isFull ? undefined : this.#since;
    const { vms: changed, asOf } = await this.#nova.list(since);
    this.#tick++;
    // Of several controllers one may be ahead, and so may we be: what is told twice is no harm.
    this.#since = asOf === undefined ? undefined : Math.min(asOf, now) - overlap;
    if (since === undefined) this.#forgetMissing(new Set(changed.map((vm) => vm.id)));
    for (const vm of changed) {
      if (vm.status === 'DELETED' || vm.status === 'SOFT_DELETED') this.#vms.delete(vm.id);
      else this.#vms.set(vm.id, this.#inTime(vm, asOf ?? now));
    }
    await this.#askForActions(new Set(curious));
    return new Map([...this.#vms].map(([id, vm]) => [id, this.#withActions(vm, now)]));
  }

  /** A deletion comes as a change. What is only missing may be a hiccup of Nova, and its history would be lost. */
  #forgetMissing(listed: ReadonlySet<string>): void {
    const missing = [...this.#vms.keys()].filter((id) => !listed.has(id));
    for (const id of missing) if (this.#doubtful.has(id)) this.#vms.delete(id);
    this.#doubtful = new Set(missing.filter((id) => this.#vms.has(id)));
    for (const id of this.#early.keys()) if (!this.#vms.has(id)) this.#early.delete(id);
  }

  /** A controller whose clock is ahead has changed a VM in the future: that was when it was first seen. */
  #inTime(vm: Vm, now: number): Vm {
    const { id, updatedAt: updated } = vm;
    const known = this.#early.get(id);
    if (known?.updated === updated) return { ...vm, updatedAt: known.seen };
    this.#early.delete(id);
    if (!(updated > now + ahead)) return vm;
    this.#early.set(id, { updated, seen: now });
    return { ...vm, updatedAt: now };
  }

  async #askForActions(curious: ReadonlySet<string>): Promise<void> {
    const matters = (vm: Vm) => !simplyRuns(vm) || curious.has(vm.id);
    for (const id of [...this.#asked.keys(), ...this.#tried.keys()]) {
      const vm = this.#vms.get(id);
      if (vm && matters(vm)) continue;
      this.#asked.delete(id);
      this.#tried.delete(id);
    }
    // Those that were not asked about for longest come first, so that a refusal keeps nobody else waiting.
    const turn = (vm: Vm) => this.#tried.get(vm.id) ?? 0;
    const due = [...this.#vms.values()]
      .filter((vm) => matters(vm) && this.#asked.get(vm.id)?.state !== stateOf(vm))
      .sort((a, b) => turn(a) - turn(b))
      .slice(0, askAtMost);
    await Promise.all(due.map((vm) => this.#ask(vm)));
  }

  /** Without an answer the VM is asked about again; the rest of the fleet does not wait for it. */
  async #ask(vm: Vm): Promise<void> {
    this.#tried.set(vm.id, this.#tick);
    try {
      this.#asked.set(vm.id, { state: stateOf(vm), actions: await this.#nova.instanceActions(vm.id) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }

  #withActions(vm: Vm, now: number): Vm {
    const asked = this.#asked.get(vm.id);
    // An answer about an earlier state would be a guess about this one.
    if (asked?.state !== stateOf(vm)) return vm;
    const { actions } = asked;
    // Of a VM that simply runs the judge counts none: what failed on the way there is over.
    const failed = simplyRuns(vm)
      ? []
      : actions.filter((each) => each.message === 'Error' && each.startedAt > now - hour);
    return { ...withDeeds(vm, actions), errors: vm.errors + failed.length };
  }
}

/** A lock changes nothing of what the VM is: the deed before it says why it is as it is. */
export function withDeeds(vm: Vm, actions: readonly InstanceAction[]): Vm {
  return { ...vm, actions, lastAction: actions.find((one) => !isIdle(one)) };
}

function simplyRuns(vm: Vm): boolean {
  return vm.status === 'ACTIVE' && vm.power === 'running' && !vm.taskState;
}

function stateOf(vm: Vm): string {
  return `${vm.status} ${vm.taskState} ${vm.power} ${vm.updatedAt}`;
}
