import { isIdle } from '../../models/deeds.ts';
import type { HostStatus, InstanceAction, Vm } from '../../models/vm.ts';
import { Failure } from '../failure.ts';
import type { Clock } from '../ports.ts';
import { HostStates } from './host-states.ts';
import { Missing } from './missing.ts';
import type { Nova, ServerList } from './nova.ts';
import { isGhost, withoutTwins } from './twins.ts';

/** Ticks between two full lists: what a list of changes misses (a cell that is down) is then put right. */
const fullEvery = 20;
/** The same for so few VMs that a full list costs no more: no word of Nova is then older than three polls. */
const fewVms = 200;
const fullEveryOfFew = 3;
/** Milliseconds that two lists of changes overlap: the clocks of Nova's own machines may differ by as much. */
const overlap = 60_000;
/** Milliseconds by which `updated` may be ahead of Nova's `Date`, which has whole seconds. */
const ahead = 5000;
/** Questions for instance actions in one tick. */
const askAtMost = 20;
const hour = 3600_000;

/** What was asked about a VM that does not simply run, and the state it was in then. */
type Asked = { readonly state: string; readonly actions: readonly InstanceAction[] };

/** All VMs, those of which Nova tells nothing now among them, and the ids of those that it says are deleted. */
export type Seen = {
  readonly vms: ReadonlyMap<string, Vm>;
  readonly gone: readonly string[];
  /** Milliseconds by which our clock is ahead of Nova's; undefined where Nova does not tell its time. */
  readonly clockAhead: number | undefined;
};

/** All VMs as Nova last told, kept up to date with the fewest calls. */
export class Fleet {
  readonly #nova: Nova;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #vms = new Map<string, Vm>();
  readonly #asked = new Map<string, Asked>();
  /** The tick in which a VM was last asked about, with or without an answer. */
  readonly #tried = new Map<string, number>();
  /** From when on changes are not known yet, by Nova's clock. Undefined: only a whole list can tell. */
  #since: number | undefined;
  /** VMs whose `updated` is ahead of Nova's time: what it was, and when it was first seen. */
  readonly #early = new Map<string, { readonly updated: number; readonly seen: number }>();
  readonly #missing: Missing;
  readonly #hosts: HostStates;
  #tick = 0;

  constructor(nova: Nova, clock: Pick<Clock, 'now'>) {
    this.#nova = nova;
    this.#clock = clock;
    this.#missing = new Missing(nova);
    this.#hosts = new HostStates(nova);
  }

  /**
   * One tick. `curious` are VMs whose newest action is wanted even if they run, or which
   * Nova is to be asked for by their ids since no list has them.
   */
  async look(curious: readonly string[] = []): Promise<Seen> {
    const now = this.#clock.now();
    const [list, hosts] = await Promise.all([this.#read(), this.#hosts.read()]);
    const { vms: told, asOf, clockAhead, isFull } = list;
    this.#tick++;
    // Of several controllers one may be ahead, and so may we be: what is told twice is no harm.
    this.#since = asOf === undefined ? undefined : Math.max(0, Math.min(asOf, now) - overlap);
    const wanted = new Set(curious);
    const gone = this.#takeIn(told, asOf ?? now, isFull);
    if (isFull) this.#findMissing(told);
    for (const id of wanted) if (!this.#vms.has(id)) this.#missing.add(id);
    for (const [id, vm] of await this.#missing.ask(this.#vms, wanted)) {
      if (!vm || isDeleted(vm)) gone.push(this.#forget(id));
      else this.#hear(this.#stillTwin(vm), asOf ?? now);
    }
    this.#hearOfHosts(hosts);
    await this.#askForActions(wanted);
    return { vms: new Map([...this.#vms].map(([id, vm]) => [id, this.#withActions(vm, now)])), gone, clockAhead };
  }

  /** A cell that is down may keep Nova from telling what changed (500), though it lists the VMs. */
  async #read(): Promise<ServerList & { readonly isFull: boolean }> {
    const passing = () => this.#clock.now();
    const since = this.#isFullDue() ? undefined : this.#since;
    if (since === undefined) return { ...(await this.#nova.list(undefined, passing)), isFull: true };
    try {
      return { ...(await this.#nova.list(since, passing)), isFull: false };
    } catch (error) {
      if (!(error instanceof Failure) || error.status !== 500) throw error;
      return { ...(await this.#nova.list(undefined, passing)), isFull: true };
    }
  }

  /** While something is unknown each list is a full one: a list of changes would not tell that it is back. */
  #isFullDue(): boolean {
    const every = this.#vms.size <= fewVms ? fullEveryOfFew : fullEvery;
    if (this.#tick % every === 0 || this.#missing.some) return true;
    for (const { unknown } of this.#vms.values()) if (unknown) return true;
    return false;
  }

  /** A deletion comes as a change. Returns whose. What may be said of a ghost is asked for by the id. */
  #takeIn(told: readonly Vm[], now: number, isFull: boolean): string[] {
    const living = withoutTwins(told.filter((vm) => !isDeleted(vm)));
    const ids = new Set(living.map(({ id }) => id));
    const gone: string[] = [];
    for (const vm of living) {
      const known = this.#vms.get(vm.id);
      if (!isFull && isGhost(vm, known)) this.#missing.add(vm.id);
      else {
        this.#hear(isFull ? vm : this.#stillTwin(vm), now);
        this.#missing.drop(vm.id);
      }
    }
    for (const vm of told) {
      if (ids.has(vm.id)) continue;
      if (isGhost(vm, this.#vms.get(vm.id))) this.#missing.add(vm.id);
      else gone.push(this.#forget(vm.id));
    }
    return gone;
  }

  /** Only a whole list tells that the other record is gone. */
  #stillTwin(vm: Vm): Vm {
    const { twin } = this.#vms.get(vm.id) ?? {};
    return twin === undefined ? vm : { ...vm, twin };
  }

  /** What was known of a VM stays, though Nova now tells no more than that it does not reach it. */
  #hear(vm: Vm, now: number): void {
    const known = this.#vms.get(vm.id);
    const { unknown } = vm;
    this.#vms.set(vm.id, unknown && known?.name ? { ...known, unknown } : this.#inTime(vm, now));
  }

  /** Newer than what came with the VMs, of which most were told a while ago. */
  #hearOfHosts(hosts: ReadonlyMap<string, HostStatus>): void {
    for (const vm of this.#vms.values()) {
      const hostStatus = hosts.get(vm.host) ?? vm.hostStatus;
      if (hostStatus !== vm.hostStatus) this.#vms.set(vm.id, { ...vm, hostStatus });
    }
  }

  #forget(id: string): string {
    this.#vms.delete(id);
    this.#missing.drop(id);
    this.#early.delete(id);
    return id;
  }

  /** Which of those that are known a full list leaves out. */
  #findMissing(told: readonly Vm[]): void {
    const listed = new Set(told.map(({ id }) => id));
    for (const id of this.#vms.keys()) if (!listed.has(id)) this.#missing.add(id);
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
    const matters = (vm: Vm) => !vm.unknown && (!simplyRuns(vm) || curious.has(vm.id));
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

function isDeleted({ status }: Vm): boolean {
  return status === 'DELETED' || status === 'SOFT_DELETED';
}

function simplyRuns(vm: Vm): boolean {
  return vm.status === 'ACTIVE' && vm.power === 'running' && !vm.taskState;
}

function stateOf(vm: Vm): string {
  return `${vm.status} ${vm.taskState} ${vm.power} ${vm.updatedAt}`;
}
