import type { Injection } from '../../models/event.ts';
import type { Fault, FaultId } from '../../models/fault.ts';
import { faults } from '../../models/faults/index.ts';
import { type Dice, dice } from '../../models/random.ts';
import type { Clock } from '../ports.ts';
import { fleet, type People, people } from './fleet.ts';
import { uuid } from './ids.ts';
import { baseLoad } from './load.ts';
import { refusal, type TransitionId, transitions } from './machine.ts';
import { Refused } from './refused.ts';
import { bent, sample } from './sampling.ts';
import { Timers } from './timers.ts';
import { bootLines, isRunning, type ServerAction, type SimVm, writeConsole } from './vm.ts';

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

type Deed = Pick<ServerAction, 'userId' | 'projectId' | 'requestId'>;
type Running = { injection: Injection; readonly fault: Fault; readonly dice: Dice };

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
  readonly #clock: Clock;
  readonly #vms: SimVm[];
  readonly #byId: Map<string, SimVm>;
  readonly #timers = new Timers();
  readonly #injections = new Map<string, Running>();
  readonly #active = new Map<string, Running>();
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
      this.#timers.run(at);
      for (const vm of this.#vms) this.#live(vm, at);
    }
    this.#timers.run(now);
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

  /** Locks or unlocks; who is not admin cannot take an admin's lock away, but that is Nova's business, not ours. */
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
    const running = this.#active.get(vm.id);
    if (running) this.#end(running, 'ended');
  }

  /** Every injection so far, the newest last. */
  injections(): Injection[] {
    this.advance();
    return [...this.#injections.values()].map((running) => running.injection);
  }

  /** Puts a fault into a VM for some seconds. Throws `Refused`: 400 unknown fault, 404 unknown VM, 409 not now. */
  inject(faultId: FaultId, vmId: string, seconds: number): Injection {
    this.advance();
    const fault = faults.find((one) => one.id === faultId);
    if (!fault) throw new Refused(400, `There is no fault ${faultId}`);
    if (!(seconds > 0)) throw new Refused(400, `A fault lasts some seconds, not ${seconds}`);
    const vm = this.#byId.get(vmId);
    if (!vm || vm.vmState === 'deleted') throw new Refused(404, `There is no VM ${vmId}`);
    const other = this.#active.get(vmId);
    if (other) throw new Refused(409, `${vm.name} already has the fault ${other.injection.fault}`);
    if (!isRunning(vm)) throw new Refused(409, `${vm.name} does not run`);
    const startedAt = this.now();
    const endsAt = startedAt + seconds * 1000;
    const id = uuid(this.#ids);
    const injection: Injection = { id, fault: faultId, vm: vmId, vmName: vm.name, startedAt, endsAt, state: 'active' };
    const running: Running = { injection, fault, dice: dice(this.seed).fork(`${faultId} ${vm.name} ${startedAt}`) };
    this.#injections.set(id, running);
    this.#active.set(vmId, running);
    this.#timers.add(endsAt, (at) => this.#undo(running, 'ended', at));
    return injection;
  }

  /** Takes a fault back; one that is over stays as it is. Throws `Refused` (404) for an unknown one. */
  revert(id: string): Injection {
    this.advance();
    const running = this.#injections.get(id);
    if (!running) throw new Refused(404, `There is no injection ${id}`);
    this.#undo(running, 'reverted', this.now());
    return running.injection;
  }

  /** One step of one VM. */
  #live(vm: SimVm, at: number): void {
    const healthy = bent(vm, baseLoad(vm.habits, at, vm.dice), at);
    const running = this.#active.get(vm.id);
    const sick = running && isRunning(vm) ? running : undefined;
    const load = sick ? sick.fault.symptoms(healthy, (at - sick.injection.startedAt) / 1000, sick.dice.next) : healthy;
    if (load.console) writeConsole(vm, `[${uptime(vm, at)}] ${load.console}`);
    if (load.dead && sick) this.#die(vm, at + 10_000 + Math.floor(sick.dice.next() * 5000));
    sample(vm, load, this.#step, this.granularity);
  }

  /** The guest is gone; Nova's own look at the power state finds that out a little later and stops the server. */
  #die(vm: SimVm, foundAt: number): void {
    vm.dead = true;
    this.#timers.add(foundAt, (at) => {
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
    this.#timers.add(now + seconds * 1000, (at) => {
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
    const running = this.#active.get(vm.id);
    if (running?.fault.cures.some((cure) => cure === id)) this.#end(running, 'cured');
    this.#boot(vm, at);
  }

  #boot(vm: SimVm, at: number): void {
    vm.dead = false;
    vm.bootedAt = at;
    vm.totals.fill(0);
    writeConsole(vm, ...bootLines(vm));
  }

  /** Ends a fault and gives the guest its life back, where the fault took it and nobody is at it. */
  #undo(running: Running, state: 'ended' | 'reverted', at: number): void {
    if (running.injection.state !== 'active') return;
    this.#end(running, state);
    const vm = this.#byId.get(running.injection.vm)!;
    if (!vm.dead || vm.taskState) return;
    if (vm.vmState === 'stopped') this.#begin(vm, 'start', at, this.#itself(vm));
    else this.#boot(vm, at);
  }

  /** Nova acting on its own: no user. */
  #itself(vm: SimVm): Deed {
    return { userId: null, projectId: vm.projectId, requestId: `req-${uuid(this.#ids)}` };
  }

  #end(running: Running, state: Injection['state']): void {
    running.injection = { ...running.injection, state };
    this.#active.delete(running.injection.vm);
  }

  #lock(vm: SimVm, actor: Actor): string | undefined {
    return vm.locked && !actor.admin ? `Instance ${vm.id} is locked` : undefined;
  }
}

/** Writes an instance action down. */
function note(
  vm: SimVm,
  action: string,
  at: number,
  { userId, projectId, requestId }: Deed,
  event?: string,
): ServerAction {
  const entry: ServerAction = { action, requestId, userId, projectId, event, startedAt: at, finishedAt: undefined };
  vm.actions.unshift(entry);
  return entry;
}

function uptime(vm: SimVm, at: number): string {
  return ((at - vm.bootedAt) / 1000).toFixed(6).padStart(12);
}
