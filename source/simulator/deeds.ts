import type { Dice } from '../../models/random.ts';
import { uuid } from './ids.ts';
import type { Injections } from './injections.ts';
import { type Transition, type TransitionId, transitions } from './machine.ts';
import type { Timers } from './timers.ts';
import { bootLines, type Deed, note, type SimVm, writeConsole } from './vm.ts';

/** How a deed differs from the usual. */
export type DeedOptions = {
  /** Where the VM goes. */
  readonly host?: string | undefined;
  /** It ends in an error that shows in the instance action; the VM stays as it was. */
  readonly fails?: boolean;
};

/** Nova waits so long for a guest to shut down, and cuts its power then. */
const deafSeconds = 120;

/** What Nova does to servers: begun now, ended by the world's timers. */
export class Deeds {
  readonly #timers: Timers;
  readonly #injections: Injections;
  readonly #ids: Dice;

  constructor(timers: Timers, injections: Injections, ids: Dice) {
    this.#timers = timers;
    this.#injections = injections;
    this.#ids = ids;
  }

  begin(vm: SimVm, id: TransitionId, now: number, actor: Deed, { host, fails }: DeedOptions = {}): void {
    const { task, word, event } = transitions[id];
    const isDeaf = id === 'soft-reboot' && this.#isDeaf(vm);
    const seconds = isDeaf ? deafSeconds + transitions['hard-reboot'].seconds : transitions[id].seconds;
    vm.taskState = task;
    vm.updatedAt = now;
    const done = note(vm, word, now, actor, event);
    this.#timers.add(now + seconds * 1000, (at) => {
      done.finishedAt = at;
      done.failed = fails;
      const overtaken =
        vm.vmState === 'deleted' || vm.taskState !== task || vm.actions.find((one) => one.event) !== done;
      if (overtaken) return;
      if (fails) {
        vm.taskState = null;
        vm.updatedAt = at;
      } else {
        if (host) vm.host = host;
        this.#finish(vm, isDeaf ? 'hard-reboot' : id, at);
      }
    });
  }

  boot(vm: SimVm, at: number): void {
    vm.dead = false;
    vm.bootedAt = at;
    vm.totals.fill(0);
    writeConsole(vm, ...bootLines(vm));
  }

  /** The guest is gone; Nova's own look at the power state finds that out a little later and stops the server. */
  die(vm: SimVm, foundAt: number): void {
    vm.dead = true;
    this.#timers.add(foundAt, (at) => {
      if (!vm.dead || vm.vmState !== 'active' || vm.taskState) return;
      note(vm, 'stop', at, this.itself(vm), 'compute_stop_instance').finishedAt = at;
      vm.vmState = 'stopped';
      vm.power = 4;
      vm.updatedAt = at;
    });
  }

  /** Nova acting on its own: no user. */
  itself(vm: SimVm): Deed {
    return { userId: null, projectId: vm.projectId, requestId: `req-${uuid(this.#ids)}` };
  }

  #finish(vm: SimVm, id: TransitionId, at: number): void {
    const { to, keeps, boots }: Transition = transitions[id];
    const stays = keeps?.includes(vm.vmState);
    vm.taskState = null;
    vm.updatedAt = at;
    vm.fault = undefined;
    vm.launchedAt ??= at;
    if (!stays) {
      vm.vmState = to.vmState;
      vm.power = to.power;
    }
    const running = this.#injections.of(vm);
    const cured = running?.fault.cures.some((cure) => cure === id);
    if (running && cured) this.#injections.end(running, 'cured');
    if (boots && !stays) this.boot(vm, at);
  }

  /** Whether the guest does not hear that it shall shut down. */
  #isDeaf(vm: SimVm): boolean {
    const cures = this.#injections.of(vm)?.fault.cures ?? [];
    return cures.includes('hard-reboot') && !cures.includes('soft-reboot');
  }
}
