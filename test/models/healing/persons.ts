import { lastOf, type Patient } from './patient.ts';

/** Milliseconds for which what a person did is left to that person: a little less than the default. */
const grace = 119_000;

/** What persons wish of VMs, by their deeds, as far as our looks could show it; and where we went over that. */
export class Persons {
  /** VMs that a person has locked and not unlocked. */
  readonly locked = new Set<string>();
  readonly broken: string[] = [];
  readonly #shownLocks = new Set<string>();
  readonly #shownDeeds = new Map<string, number>();

  lock({ id }: Patient, on: boolean): void {
    this.locked[on ? 'add' : 'delete'](id);
    if (!on) this.#shownLocks.delete(id);
  }

  /** We looked at the VM: its lock could be seen and, with records, what was done to it. */
  shown(vm: Patient, hasRecords: boolean): void {
    if (this.locked.has(vm.id)) this.#shownLocks.add(vm.id);
    if (hasRecords) this.#shownDeeds.set(vm.id, lastOf(vm));
  }

  /** We took a lock off the VM. */
  unlocked({ id }: Patient): void {
    if (this.#shownLocks.has(id)) this.broken.push(`a person's lock on ${id} is taken off`);
  }

  /** We did something to the VM. */
  acted({ id }: Patient, word: string, now: number): void {
    if (this.#shownLocks.has(id)) this.broken.push(`${word} of ${id} under a person's lock`);
    if (now - (this.#shownDeeds.get(id) ?? 0) < grace) this.broken.push(`${word} of ${id} behind a person`);
  }
}
