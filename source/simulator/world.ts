import type { Injection } from '../../models/event.ts';
import type { FaultId } from '../../models/fault.ts';
import { type Dice, dice } from '../../models/random.ts';
import type { Clock } from '../ports.ts';
import { Deeds } from './deeds.ts';
import { fleet, type NewVm, newcomer, type People, people } from './fleet.ts';
import { Hosts } from './hosts.ts';
import { uuid } from './ids.ts';
import { Injections, type Running } from './injections.ts';
import { baseLoad } from './load.ts';
import { refusal, type Transition, type TransitionId, transitions } from './machine.ts';
import { Refused } from './refused.ts';
import { bent, sample } from './sampling.ts';
import { Timers } from './timers.ts';
import { isRunning, note, type SimVm, uptime, writeConsole } from './vm.ts';

export type WorldOptions = {
  readonly clock: Clock;
  readonly vms?: number;
  readonly seed?: number;
  readonly historyMinutes?: number;
  /** Seconds between two samples. */
  readonly granularity?: number;
};

/** On whose behalf something is done to a server. */
export type Actor = {
  readonly userId: string;
  readonly projectId: string;
  readonly admin: boolean;
  readonly requestId: string;
};

/** Nova's words, blank and all. */
const noHost = 'No valid host was found. ';

export function createWorld(options: WorldOptions): World {
  return new World(options);
}

/**
 * The VMs behind the stand-in cloud. Time passes when somebody looks: `advance` makes up for the steps since the last
 * look, so the same seed and the same deeds give the same numbers however often it is asked.
 */
export class World {
  readonly people: People;
  readonly seed: number;
  /** Seconds between two samples. */
  readonly granularity: number;
  readonly startedAt: number;
  readonly hosts: Hosts;
  /** What services are to do at a time of this world. */
  readonly timers = new Timers();
  readonly #clock: Clock;
  readonly #vms: SimVm[];
  readonly #byId: Map<string, SimVm>;
  readonly #injections: Injections;
  readonly #deeds: Deeds;
  readonly #ids: Dice;
  readonly #requestIds: Dice;
  readonly #capacity: number;
  #step: number;
  #seen = Number.NEGATIVE_INFINITY;
  #standing: number | undefined;

  constructor({ clock, vms = 20, seed = 7, historyMinutes = 40, granularity = 10 }: WorldOptions) {
    this.#clock = clock;
    this.seed = seed;
    this.granularity = granularity;
    this.startedAt = clock.now();
    const start = this.startedAt - historyMinutes * 60_000;
    this.#capacity = Math.ceil(Math.max(120, historyMinutes + 20) * (60 / granularity));
    this.people = people(seed);
    this.#injections = new Injections(seed);
    this.#ids = dice(seed).fork('ids');
    this.#requestIds = dice(seed).fork('request ids');
    this.#deeds = new Deeds(this.timers, this.#injections, this.#ids);
    this.#vms = fleet({ vms, seed, start, capacity: this.#capacity }, this.people);
    this.hosts = new Hosts(this.#vms.map((vm) => vm.host));
    this.#byId = new Map(this.#vms.map((vm) => [vm.id, vm]));
    this.#step = Math.floor(start / (granularity * 1000));
    this.advance();
  }

  /** Epoch milliseconds on the world's clock. */
  now(): number {
    return this.#standing ?? this.#clock.now();
  }

  /** Stands still at a time until `goOn`: what the services do by themselves happens at its own time. */
  standAt(at: number): void {
    this.#standing = Math.max(at, this.#seen);
    this.advance();
  }

  goOn(): void {
    this.#standing = undefined;
  }

  /** Makes up for the time since the last look. */
  advance(): void {
    const now = this.now();
    const length = this.granularity * 1000;
    while ((this.#step + 1) * length <= now) {
      this.#step++;
      const at = this.#step * length;
      this.timers.run(at);
      for (const vm of this.#vms) this.#live(vm, at);
    }
    this.timers.run(now);
    this.#seen = Math.max(this.#seen, now);
  }

  /** All VMs, deleted ones too, the newest first. */
  vms(): readonly SimVm[] {
    return this.#vms;
  }

  vm(id: string): SimVm | undefined {
    return this.#byId.get(id);
  }

  /** A new request id, as services give them. They have dice of their own: asking changes nothing else. */
  newRequestId(): string {
    return `req-${uuid(this.#requestIds)}`;
  }

  /** Makes a server; it is built by itself. */
  create(wanted: NewVm, actor: Actor): SimVm {
    this.advance();
    const now = this.now();
    const { seed } = this;
    const vm = newcomer(wanted, { seed, now, number: this.#vms.length + 1, capacity: this.#capacity });
    this.#vms.unshift(vm);
    this.#byId.set(vm.id, vm);
    this.timers.add(now + 1000, (at) => {
      if (vm.vmState !== 'building') return;
      vm.host = this.hosts.choose(this.#vms) ?? '';
      if (vm.host) this.#deeds.begin(vm, 'create', at, actor);
      else this.fail(vm, noHost);
    });
    return vm;
  }

  /** Begins what Nova was asked for; it ends by itself. Throws `Refused`: 409 wrong state, 400 no such host. */
  act(vm: SimVm, id: TransitionId, actor: Actor, host?: string): void {
    this.advance();
    const transition: Transition = transitions[id];
    const evacuates = id === 'evacuate' || id === 'evacuate-off';
    const reason = (evacuates ? undefined : this.#lock(vm, actor)) ?? refusal(vm, transition);
    if (reason) throw new Refused(409, reason);
    if (!transition.moves) {
      this.#deeds.begin(vm, id, this.now(), actor);
      return;
    }
    const from = this.hosts.find(vm.host);
    if (host && !this.hosts.find(host)) throw new Refused(400, `Compute host ${host} could not be found.`);
    if (evacuates && !from?.forcedDown) throw new Refused(400, `Compute service of ${vm.host} is still in use.`);
    const to = host ?? this.hosts.choose(this.#vms, vm.host);
    this.#deeds.begin(vm, id, this.now(), actor, { host: to, fails: !to });
    if (evacuates && to && from) from.evacuatedAt = this.now();
  }

  /**
   * Locks or unlocks. A lock keeps everybody out but admins. As in Nova, who locks a locked VM of the own project is told
   * yes and nothing happens, anybody else's lock replaces the one before, and without a reason the old one stays.
   */
  lock(vm: SimVm, locked: boolean, reason: string | null, actor: Actor): void {
    this.advance();
    if (locked && vm.locked && vm.projectId === actor.projectId) return;
    vm.locked = locked;
    vm.lockedReason = locked ? reason || vm.lockedReason : null;
    note(vm, locked ? 'lock' : 'unlock', this.now(), actor).finishedAt = this.now();
  }

  /** Nova's os-resetState: rewrites what Nova believes; the guest does not notice. */
  resetState(vm: SimVm, state: 'active' | 'error'): void {
    this.advance();
    vm.vmState = state;
    vm.taskState = null;
    vm.updatedAt = this.now();
    vm.fault = undefined;
  }

  /** The hypervisor freezes a guest, as for want of disk. Nova notes the power state, and does no more. */
  freeze(vm: SimVm): void {
    this.advance();
    vm.power = 3;
    vm.updatedAt = this.now();
  }

  /** Nova gives up on a server: status ERROR with a fault record. */
  fail(vm: SimVm, message: string): void {
    this.resetState(vm, 'error');
    vm.fault = { code: 500, message, at: this.now() };
  }

  delete(vm: SimVm, actor: Actor): void {
    this.advance();
    const reason = this.#lock(vm, actor);
    if (reason) throw new Refused(409, reason);
    note(vm, 'delete', this.now(), actor, 'compute_terminate_instance').finishedAt = this.now();
    vm.vmState = 'deleted';
    vm.taskState = null;
    vm.power = 4;
    vm.updatedAt = this.now();
    vm.deletedAt = this.now();
    const running = this.#injections.of(vm);
    if (running) this.#injections.end(running, 'ended');
  }

  /** Every injection so far, the newest last. */
  injections(): Injection[] {
    this.advance();
    return this.#injections.list();
  }

  /** Puts a fault into a VM for some seconds. Throws `Refused`: 400 unknown fault, 404 unknown VM, 409 not now. */
  inject(fault: FaultId, vmId: string, seconds: number): Injection {
    this.advance();
    const vm = this.#byId.get(vmId);
    if (!vm || vm.vmState === 'deleted') throw new Refused(404, `There is no VM ${vmId}`);
    const running = this.#injections.begin(fault, vm, this.now(), seconds);
    this.timers.add(running.injection.endsAt, (at) => this.#undo(running, 'ended', at));
    return running.injection;
  }

  /** Takes a fault back; one that is over stays as it is. Throws `Refused` (404) for an unknown one. */
  revert(id: string): Injection {
    this.advance();
    const running = this.#injections.find(id);
    this.#undo(running, 'reverted', this.now());
    return running.injection;
  }

  /** One step of one VM. */
  #live(vm: SimVm, at: number): void {
    const healthy = bent(vm, baseLoad(vm.habits, at, vm.dice), at);
    const running = this.#injections.of(vm);
    const sick = running && isRunning(vm) ? running : undefined;
    const load = sick ? sick.fault.symptoms(healthy, (at - sick.injection.startedAt) / 1000, sick.dice.next) : healthy;
    if (load.console) writeConsole(vm, `[${uptime(vm, at)}] ${load.console}`);
    if (load.dead && sick) this.#deeds.die(vm, at + 10_000 + Math.floor(sick.dice.next() * 5000));
    sample(vm, this.hosts.isDead(vm.host) ? { ...load, silent: true } : load, this.#step, this.granularity);
  }

  /** Ends a fault and gives the guest its life back, where the fault took it and nobody is at it. */
  #undo(running: Running, state: 'ended' | 'reverted', at: number): void {
    if (!this.#injections.end(running, state)) return;
    const vm = this.#byId.get(running.injection.vm)!;
    if (!vm.dead || vm.taskState) return;
    if (vm.vmState === 'stopped') this.#deeds.begin(vm, 'start', at, this.#deeds.itself(vm));
    else this.#deeds.boot(vm, at);
  }

  #lock(vm: SimVm, actor: Actor): string | undefined {
    return vm.locked && !actor.admin ? `Instance ${vm.id} is locked` : undefined;
  }
}
