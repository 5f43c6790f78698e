import type { Injection } from '../../models/event.ts';
import type { FaultId } from '../../models/fault.ts';
import { type Dice, dice } from '../../models/random.ts';
import type { Clock } from '../ports.ts';
import { fleet, type People, people } from './fleet.ts';
import { uuid } from './ids.ts';
import { Injections, type Running } from './injections.ts';
import { baseLoad } from './load.ts';
import { refusal, type TransitionId, transitions } from './machine.ts';
import { Refused } from './refused.ts';
import { bent, sample } from './sampling.ts';
import { Timers } from './timers.ts';
import { bootLines, type Deed, isRunning, note, type SimVm, uptime, writeConsole } from './vm.ts';

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
  /** What services are to do at a time of this world. */
  readonly timers = new Timers();
  readonly #clock: Clock;
  readonly #vms: SimVm[];
  readonly #byId: Map<string, SimVm>;
  readonly #injections: Injections;
  readonly #ids: Dice;
  readonly #requestIds: Dice;
  #step: number;

  constructor({ clock, vms = 20, seed = 7, historyMinutes = 40, granularity = 10 }: WorldOptions) {
    this.#clock = clock;
    this.seed = seed;
    this.granularity = granularity;
    this.startedAt = clock.now();
    const start = this.startedAt - historyMinutes * 60_000;
    const capacity = Math.ceil(Math.max(120, historyMinutes + 20) * (60 / granularity));
    this.people = people(seed);
    this.#injections = new Injections(seed);
    this.#ids = dice(seed).fork('ids');
    this.#requestIds = dice(seed).fork('request ids');
    this.#vms = fleet({ vms, seed, start, capacity }, this.people);
    this.#byId = new Map(this.#vms.map((vm) => [vm.id, vm]));
    this.#step = Math.floor(start / (granularity * 1000));
    this.advance();
  }

  /** Epoch milliseconds on the world's clock. */
  now(): number {
    return this.#clock.now();
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

  /** Begins what Nova was asked for; it ends by itself. Throws `Refused` (409) in the wrong state. */
  act(vm: SimVm, id: TransitionId, actor: Actor): void {
    this.advance();
    const reason = this.#lock(vm, actor) ?? refusal(vm, transitions[id]);
    if (reason) throw new Refused(409, reason);
    this.#begin(vm, id, this.now(), actor);
  }

  /** Locks or unlocks. A lock keeps everybody out but admins. */
  lock(vm: SimVm, locked: boolean, reason: string | null, actor: Actor): void {
    this.advance();
    vm.locked = locked;
    vm.lockedReason = locked ? reason : null;
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
    if (load.dead && sick) this.#die(vm, at + 10_000 + Math.floor(sick.dice.next() * 5000));
    sample(vm, load, this.#step, this.granularity);
  }

  /** The guest is gone; Nova's own look at the power state finds that out a little later and stops the server. */
  #die(vm: SimVm, foundAt: number): void {
    vm.dead = true;
    this.timers.add(foundAt, (at) => {
      if (!vm.dead || vm.vmState !== 'active' || vm.taskState) return;
      note(vm, 'stop', at, this.#itself(vm), 'compute_stop_instance').finishedAt = at;
      vm.vmState = 'stopped';
      vm.power = 4;
      vm.updatedAt = at;
    });
  }

  #begin(vm: SimVm, id: TransitionId, now: number, actor: Deed): void {
    const { task, word, event, seconds } = transitions[id];
    vm.taskState = task;
    vm.updatedAt = now;
    const done = note(vm, word, now, actor, event);
    this.timers.add(now + seconds * 1000, (at) => {
      done.finishedAt = at;
      const overtaken =
        vm.vmState === 'deleted' || vm.taskState !== task || vm.actions.find((one) => one.event) !== done;
      if (!overtaken) this.#finish(vm, id, at);
    });
  }

  #finish(vm: SimVm, id: TransitionId, at: number): void {
    const { to, ...transition } = transitions[id];
    vm.taskState = null;
    vm.vmState = to.vmState;
    vm.power = to.power;
    vm.updatedAt = at;
    vm.fault = undefined;
    if (!('boots' in transition)) return;
    const running = this.#injections.of(vm);
    const cured = running?.fault.cures.some((cure) => cure === id);
    if (running && cured) this.#injections.end(running, 'cured');
    const deaf = id === 'soft-reboot' && running?.fault.cures.includes('hard-reboot') && !cured;
    if (!deaf) this.#boot(vm, at);
  }

  #boot(vm: SimVm, at: number): void {
    vm.dead = false;
    vm.bootedAt = at;
    vm.totals.fill(0);
    writeConsole(vm, ...bootLines(vm));
  }

  /** Ends a fault and gives the guest its life back, where the fault took it and nobody is at it. */
  #undo(running: Running, state: 'ended' | 'reverted', at: number): void {
    if (!this.#injections.end(running, state)) return;
    const vm = this.#byId.get(running.injection.vm)!;
    if (!vm.dead || vm.taskState) return;
    if (vm.vmState === 'stopped') this.#begin(vm, 'start', at, this.#itself(vm));
    else this.#boot(vm, at);
  }

  /** Nova acting on its own: no user. */
  #itself(vm: SimVm): Deed {
    return { userId: null, projectId: vm.projectId, requestId: `req-${uuid(this.#ids)}` };
  }

  #lock(vm: SimVm, actor: Actor): string | undefined {
    return vm.locked && !actor.admin ? `Instance ${vm.id} is locked` : undefined;
  }
}
