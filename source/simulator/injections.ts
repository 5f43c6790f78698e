import type { Injection } from '../../models/event.ts';
import type { Fault, FaultId } from '../../models/fault.ts';
import { faults } from '../../models/faults/index.ts';
import { type Dice, dice } from '../../models/random.ts';
import { uuid } from './ids.ts';
import { Refused } from './refused.ts';
import { isRunning, type SimVm } from './vm.ts';

/** A fault at work in a VM, with dice of its own so that it does not change what the VM does afterwards. */
export type Running = { injection: Injection; readonly fault: Fault; readonly dice: Dice };

/** Seconds that a fault lasts at most: a year. */
const longest = 366 * 86_400;

/** The faults put into VMs: at most one active fault a VM. */
export class Injections {
  readonly #seed: number;
  readonly #ids: Dice;
  readonly #all = new Map<string, Running>();
  readonly #active = new Map<string, Running>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#ids = dice(seed).fork('injections');
  }

  /** The newest last. */
  list(): Injection[] {
    return [...this.#all.values()].map(({ injection }) => injection);
  }

  /** The active fault of a VM. */
  of(vm: SimVm): Running | undefined {
    return this.#active.get(vm.id);
  }

  /** Throws `Refused` (404) for an unknown id. */
  find(id: string): Running {
    const found = this.#all.get(id);
    if (!found) throw new Refused(404, `There is no injection ${id}`);
    return found;
  }

  /** Throws `Refused`: 400 unknown fault or no time at all, 409 the VM has one or does not run. */
  begin(faultId: FaultId, vm: SimVm, startedAt: number, seconds: number): Running {
    const fault = faults.find((one) => one.id === faultId);
    if (!fault) throw new Refused(400, `There is no fault ${faultId}`);
    if (!(seconds > 0 && seconds <= longest)) throw new Refused(400, `A fault lasts some seconds, not ${seconds}`);
    const other = this.#active.get(vm.id);
    if (other) throw new Refused(409, `${vm.name} already has the fault ${other.injection.fault}`);
    if (!isRunning(vm)) throw new Refused(409, `${vm.name} does not run`);
    const id = uuid(this.#ids);
    const endsAt = startedAt + seconds * 1000;
    const injection: Injection = { id, fault: faultId, vm: vm.id, vmName: vm.name, startedAt, endsAt, state: 'active' };
    const running = { injection, fault, dice: dice(this.#seed).fork(`${faultId} ${vm.name} ${startedAt}`) };
    this.#all.set(id, running);
    this.#active.set(vm.id, running);
    return running;
  }

  /** Answers whether it was still active. */
  end(running: Running, state: Injection['state']): boolean {
    if (running.injection.state !== 'active') return false;
    running.injection = { ...running.injection, state };
    this.#active.delete(running.injection.vm);
    return true;
  }
}
