import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import { medianOf } from './median.ts';
import { missed } from './missed.ts';
import { compared, shift } from './shift.ts';
import type { Window } from './window.ts';

export type Company = 'host' | 'flavor';
const companies: readonly Company[] = ['host', 'flavor'];
const width = compared.length;

/** Fewer known members are no company to compare with. */
export const leastMembers = 3;

/** What the VMs of one observation do together: the median shift on each host and of each flavor, and how many are silent. */
export class Fleet {
  /** The place of each VM in the ring, in the order in which they were surveyed. */
  slots = new Int32Array(0);
  #shifts: Float32Array = new Float32Array(0);
  /** For each kind of company: the group of each slot, -1 where it has none, and the groups' medians. */
  #groups = companies.map(() => new Int32Array(0));
  #medians: Float32Array[] = [];
  #running = 0;
  #silent = 0;

  /** O(VMs). `window` is the one to read them with. */
  survey(vms: readonly Vm[], ring: Ring, at: number, granularity: number, window: Window): this {
    const slots = ring.track.vms;
    this.#shifts = roomy(this.#shifts, slots * width).fill(Number.NaN);
    if (this.#groups[0]!.length < slots) this.#groups = companies.map(() => new Int32Array(slots));
    for (const groups of this.#groups) groups.fill(-1);
    [this.#running, this.#silent] = [0, 0];
    const names = companies.map(() => new Map<string, number>());
    if (this.slots.length < vms.length) this.slots = new Int32Array(vms.length);
    for (let index = 0; index < vms.length; index++) {
      const vm = vms[index]!;
      window.read(vm, ring, at, granularity);
      this.slots[index] = window.slot;
      if (window.nova.kind !== 'running' || !window.count) continue;
      this.#running++;
      if (missed(window) > 0) {
        this.#silent++;
        continue;
      }
      const { slot } = window;
      for (let i = 0; i < width; i++) this.#shifts[slot * width + i] = shift(window, compared[i]!);
      if (vm.host) this.#groups[0]![slot] = numbered(names[0]!, vm.host);
      if (vm.flavor) this.#groups[1]![slot] = numbered(names[1]!, vm.flavor);
    }
    this.#medians = names.map(({ size }, company) => this.#mediansOf(this.#groups[company]!, size, slots));
    return this;
  }

  /** How far each compared side's shift is from its group's median, −1…1, written to `out`; 0 where either is unknown. */
  apart(slot: number, company: Company, out: Float32Array, first: number): void {
    const index = company === 'host' ? 0 : 1;
    const group = slot < 0 ? -1 : (this.#groups[index]![slot] ?? -1);
    for (let i = 0; i < width; i++) {
      const apart = group < 0 ? 0 : (this.#shifts[slot * width + i]! - this.#medians[index]![group * width + i]!) / 2;
      out[first + i] = Number.isNaN(apart) ? 0 : apart;
    }
  }

  /** Share of the other running VMs that have fallen silent, 0…1; 0 where there are too few others. */
  silence(isSilent: boolean): number {
    const [silent, others] = [this.#silent - (isSilent ? 1 : 0), this.#running - 1];
    return others < leastMembers ? 0 : Math.max(0, silent) / others;
  }

  /** The members' shifts are laid out group by group, and each group's median is looked for. */
  #mediansOf(groupOf: Int32Array, groups: number, slots: number): Float32Array {
    const medians = new Float32Array(groups * width).fill(Number.NaN);
    const [starts, filled, laid] = [new Int32Array(groups + 1), new Int32Array(groups), new Float32Array(slots)];
    for (let slot = 0; slot < slots; slot++) if (groupOf[slot]! >= 0) starts[groupOf[slot]! + 1]!++;
    for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
    for (let i = 0; i < width; i++) {
      filled.fill(0);
      for (let slot = 0; slot < slots; slot++) {
        const group = groupOf[slot]!;
        const shift = this.#shifts[slot * width + i]!;
        if (group >= 0 && !Number.isNaN(shift)) laid[starts[group]! + filled[group]!++] = shift;
      }
      for (let group = 0; group < groups; group++) {
        const known = filled[group]!;
        if (known < leastMembers) continue;
        medians[group * width + i] = medianOf(laid, starts[group]!, starts[group]! + known);
      }
    }
    return medians;
  }
}

function roomy(array: Float32Array, length: number): Float32Array {
  return array.length < length ? new Float32Array(length) : array;
}

function numbered(known: Map<string, number>, name: string): number {
  const number = known.get(name);
  if (number !== undefined) return number;
  known.set(name, known.size);
  return known.size - 1;
}
