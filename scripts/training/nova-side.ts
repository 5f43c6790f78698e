import type { Load } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';
import type { Vm } from '../../models/vm.ts';

/** What Nova would say of one VM while its story runs, ten seconds a step. */
export class NovaSide {
  vm: Vm;
  readonly #dice: Dice;
  #bootedAt: number;
  #foundAt: number | undefined;
  #dead = false;
  #changesUntil = 0;

  constructor({ id, host, flavor }: Pick<Vm, 'id' | 'host' | 'flavor'>, at: number, dice: Dice) {
    this.#dice = dice;
    // Some VMs are said to have changed at no particular moment, so that this alone never says "healthy".
    const updatedAt = at + (dice.next() < 0.2 ? 3_600_000 * dice.next() : -3_600_000);
    this.#bootedAt = at - 3_600_000;
    this.vm = {
      ...{ id, name: id, projectId: 'p', userId: 'u', host, flavor },
      shape: { vcpus: 1, memoryMb: 2048, diskGb: 20 },
      ...{ status: 'ACTIVE', taskState: undefined, power: 'running', locked: false, lockedReason: undefined },
      ...{ fault: undefined, metadata: {}, createdAt: at - 86_400_000, launchedAt: at - 86_390_000, updatedAt },
      ...{ lastAction: undefined, errors: 0 },
    };
  }

  step(at: number, { dies, wish }: { dies: boolean; wish: 'reboot' | 'stop' | 'start' | undefined }): void {
    if (this.isChanging && at >= this.#changesUntil) this.#running(at);
    if (dies && !this.#dead) {
      this.#dead = true;
      this.#foundAt = at + 10_000 + 60_000 * this.#dice.next() ** 4;
    }
    if (this.#foundAt !== undefined && at >= this.#foundAt) this.#found(at);
    if (wish === 'stop') this.#off(at, 'u', 'stop');
    else if (wish) this.#change(at, wish);
  }

  /** The load of a guest that boots. */
  bent(at: number, load: Load): Load {
    if (at - this.#bootedAt >= 20_000) return load;
    return { ...load, cpu: Math.max(load.cpu, 75), memory: load.memory * 0.6, diskRead: load.diskRead + 25e6 };
  }

  /** Whether the guest began anew after that time, so that its counters began at zero. */
  hasBootedSince(at: number): boolean {
    return this.#bootedAt > at;
  }

  get isChanging(): boolean {
    return this.vm.taskState !== undefined;
  }

  get isLost(): boolean {
    return this.vm.status === 'ERROR' || (this.vm.status === 'SHUTOFF' && this.vm.lastAction?.userId === undefined);
  }

  get isSampled(): boolean {
    return !this.#dead && !this.isChanging && this.vm.power === 'running';
  }

  /** Mostly Nova finds the guest powered off, sometimes it has given up and says ERROR. */
  #found(at: number): void {
    this.#foundAt = undefined;
    if (this.#dice.next() < 0.75) this.#off(at, undefined, 'stop');
    else this.vm = { ...this.vm, status: 'ERROR', fault: 'the guest is gone', updatedAt: at };
  }

  #off(at: number, userId: string | undefined, action: string): void {
    const lastAction = { action, userId, requestId: 'req-1', startedAt: at, message: undefined };
    this.vm = { ...this.vm, status: 'SHUTOFF', power: 'shutdown', lastAction, updatedAt: at };
  }

  #change(at: number, action: string): void {
    const lastAction = { action, userId: 'u', requestId: 'req-2', startedAt: at, message: undefined };
    const status = action === 'start' ? 'SHUTOFF' : 'REBOOT';
    this.vm = {
      ...this.vm,
      status,
      taskState: action === 'start' ? 'powering-on' : 'rebooting',
      lastAction,
      updatedAt: at,
    };
    this.#changesUntil = at + 10_000 + 20_000 * this.#dice.next();
  }

  #running(at: number): void {
    this.#dead = false;
    this.#foundAt = undefined;
    this.#bootedAt = at;
    this.vm = { ...this.vm, status: 'ACTIVE', power: 'running', taskState: undefined, fault: undefined, updatedAt: at };
  }
}
