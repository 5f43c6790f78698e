import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { columns, type Field, fields } from './fleet-columns.ts';
import { parseFilter } from './fleet-filter.ts';
import { compare } from './parts/text.ts';

/** `worst`: open incidents first, then by probability; else a column's name. */
export type Sort = string;

export type FleetQuery = {
  readonly sort: Sort;
  readonly reversed: boolean;
  /** VMs of a host stand together; the hosts come in the order of their first VMs. */
  readonly grouped: boolean;
  readonly filter: string;
  readonly faultsOnly: boolean;
};

/** All that can be sorted by. */
export const sorts: readonly Sort[] = ['worst', 'name', ...columns.map(({ id }) => id)];

/**
 * Ids of the VMs that the query lets through, in its order. Ties go by name, then id: the same state, the same order.
 * What is not known stands at the end, whichever way the list is sorted.
 */
export function fleetOrder(state: State, query: FleetQuery): readonly string[] {
  const ids = byName(state.vms);
  const passes = passing(state, query);
  const vms = ids.map((id) => state.vms.get(id)!);
  const places = Uint32Array.from(vms.keys()).filter((place) => passes(vms[place]!));
  const keys = keysOf(vms, state, query);
  places.sort((a, b) => keys[a]! - keys[b]! || a - b);
  const order = Array.from(places, (place) => ids[place]!);
  return query.grouped ? groupedBy(order, (id) => state.vms.get(id)!.host) : order;
}

/** The order as it was, without what went, and with what is new at its end. */
export function heldOrder(before: readonly string[], state: State, query: FleetQuery): readonly string[] {
  const known = new Set(before);
  const passes = passing(state, query);
  const kept = before.every((id) => state.vms.has(id)) ? before : before.filter((id) => state.vms.has(id));
  const added: string[] = [];
  for (const [id, vm] of state.vms) if (!known.has(id) && passes(vm)) added.push(id);
  return added.length ? [...kept, ...added] : kept;
}

function passing(state: State, { filter, faultsOnly }: FleetQuery): (vm: Vm) => boolean {
  const { passes } = parseFilter(filter);
  const all = !filter.trim();
  return (vm) => (!faultsOnly || isTroubled(state, vm.id)) && (all || passes(vm, state));
}

const isTroubled = (state: State, id: string) =>
  state.incidents.has(id) || (state.verdicts.get(id)?.probability ?? 0) >= state.model.thresholds.clear;

/** A number for each VM of the list that is sorted by name: the smaller, the nearer to the top. */
function keysOf(vms: readonly Vm[], state: State, { sort, reversed }: FleetQuery): Float64Array {
  const turn = (key: number) => (Number.isNaN(key) ? Number.POSITIVE_INFINITY : reversed ? -key : key);
  const found = fields.find(({ id }) => id === sort);
  const key: Key = sort === 'name' ? (_, place) => place : found ? fieldKey(found, vms, state) : rank(state);
  return Float64Array.from(vms, (vm, place) => turn(key(vm, place)));
}

type Key = (vm: Vm, place: number) => number;

function fieldKey(field: Field, vms: readonly Vm[], state: State): Key {
  if (field.kind === 'number') return (vm) => -field.value(vm, state);
  const values = vms.map((vm) => field.value(vm, state));
  const ranks = new Map([...new Set(values)].sort(compare).map((text, rank) => [text, text ? rank : Number.NaN]));
  return (_, place) => ranks.get(values[place]!)!;
}

/** Steps of 5 % keep the noise of healthy VMs from shuffling the list. */
const rank =
  (state: State): Key =>
  (vm) => {
    const probability = state.verdicts.get(vm.id)?.probability ?? 0;
    return (state.incidents.has(vm.id) ? -100 : 0) - Math.round(probability * 20);
  };

function groupedBy(order: readonly string[], groupOf: (id: string) => string): readonly string[] {
  return [...Map.groupBy(order, groupOf).values()].flat();
}

/** Names hardly ever change, and to sort 10,000 of them takes longer than all the rest. */
let named: { readonly vms: State['vms']; readonly ids: readonly string[] } | undefined;

function byName(vms: State['vms']): readonly string[] {
  const before = named;
  if (before?.vms === vms) return before.ids;
  const isSame =
    before?.vms.size === vms.size && before.ids.every((id) => vms.get(id)?.name === nameIn(before.vms, id));
  const ids = isSame
    ? before.ids
    : [...vms.keys()].sort((a, b) => compare(nameIn(vms, a)!, nameIn(vms, b)!) || compare(a, b));
  named = { vms, ids };
  return ids;
}

const nameIn = (vms: State['vms'], id: string) => vms.get(id)?.name;
