import { condition } from '../condition.ts';
import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import { missed } from './missed.ts';
import { type Compared, compared, shift } from './shift.ts';
import type { Window } from './window.ts';

export type Company = 'host' | 'flavor';
const companies: readonly Company[] = ['host', 'flavor'];

/** Fewer known members are no company to compare with. */
export const leastMembers = 3;

/** What the VMs of one observation do together: the median shift on each host and of each flavor, and how many are silent. */
export class Fleet {
  #shifts: Float32Array = new Float32Array(0);
  /** Groups of each slot, one for each kind of company; -1 where it has none. */
  #groups = new Int32Array(0);
  #medians: Float32Array = new Float32Array(0);
  #running = 0;
  #silent = 0;

  /** O(VMs). `window` is the one to read them with. */
  survey(vms: readonly Vm[], ring: Ring, at: number, granularity: number, window: Window): this {
    const slots = ring.track.vms;
    this.#shifts = roomy(this.#shifts, slots * compared.length).fill(Number.NaN);
    if (this.#groups.length < slots * companies.length) this.#groups = new Int32Array(slots * companies.length);
    this.#groups.fill(-1);
    [this.#running, this.#silent] = [0, 0];
    const known = new Map<string, number>();
    for (const vm of vms) {
      if (condition(vm).kind !== 'running') continue;
      window.read(vm, ring, at, granularity);
      if (!window.count) continue;
      this.#running++;
      if (missed(window) > 0) {
        this.#silent++;
        continue;
      }
      compared.forEach((id, index) => {
        this.#shifts[window.slot * compared.length + index] = shift(window, id);
      });
      companies.forEach((company, index) => {
        const name = vm[company];
        if (name) this.#groups[window.slot * companies.length + index] = numbered(known, `${company} ${name}`);
      });
    }
    this.#sum(known.size, slots);
    return this;
  }

  /** How far a VM's shift is from its group's median, −1…1; 0 where either is unknown. */
  apart(slot: number, company: Company, id: Compared): number {
    const index = compared.indexOf(id);
    const group = slot < 0 ? -1 : (this.#groups[slot * companies.length + companies.indexOf(company)] ?? -1);
    if (group < 0) return 0;
    const apart = (this.#shifts[slot * compared.length + index]! - this.#medians[group * compared.length + index]!) / 2;
    return Number.isNaN(apart) ? 0 : apart;
  }

  /** Share of the other running VMs that have fallen silent, 0…1; 0 where there are too few others. */
  silence(isSilent: boolean): number {
    const [silent, others] = [this.#silent - (isSilent ? 1 : 0), this.#running - 1];
    return others < leastMembers ? 0 : Math.max(0, silent) / others;
  }

  /** Medians of all groups: the members' shifts are laid out group by group, and each group's are sorted. */
  #sum(groups: number, slots: number): void {
    this.#medians = roomy(this.#medians, groups * compared.length).fill(Number.NaN);
    const [ends, laid] = [new Int32Array(groups), new Float32Array(slots)];
    for (let company = 0; company < companies.length; company++) {
      for (let index = 0; index < compared.length; index++) {
        const each = (visit: (group: number, shift: number) => void) => {
          for (let slot = 0; slot < slots; slot++) {
            const group = this.#groups[slot * companies.length + company]!;
            const value = this.#shifts[slot * compared.length + index]!;
            if (group >= 0 && !Number.isNaN(value)) visit(group, value);
          }
        };
        ends.fill(0);
        each((group) => ends[group]!++);
        for (let group = 1; group < groups; group++) ends[group]! += ends[group - 1]!;
        const starts = ends.slice();
        each((group, value) => {
          laid[--starts[group]!] = value;
        });
        for (let group = 0; group < groups; group++) {
          const [start, end] = [starts[group]!, ends[group]!];
          if (end - start < leastMembers) continue;
          const sorted = laid.subarray(start, end).sort();
          this.#medians[group * compared.length + index] = sorted[(end - start) >> 1]!;
        }
      }
    }
  }
}

function roomy(array: Float32Array, length: number): Float32Array {
  return array.length < length ? new Float32Array(length) : array;
}

function numbered(known: Map<string, number>, name: string): number {
  const number = known.get(name) ?? known.size;
  known.set(name, number);
  return number;
}
