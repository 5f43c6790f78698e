import type { State } from '../models/state.ts';
import { hostFilter } from './host-filter.ts';
import { latest } from './select.ts';

/** The orders that `s` goes through. */
export const sorts = ['worst', 'name', 'host', 'cpu', 'memory'] as const;
export type Sort = (typeof sorts)[number];

export type FleetQuery = { readonly sort: Sort; readonly filter: string; readonly faultsOnly: boolean };

/** Ids of the VMs that the query lets through, in its order. Ties go by name, then id: the same state, the same order. */
export function fleetOrder(state: State, query: FleetQuery): string[] {
  const keys = new Map<string, number>();
  const ids: string[] = [];
  for (const id of state.vms.keys()) {
    if (!passes(state, id, query)) continue;
    ids.push(id);
    keys.set(id, rank(state, id, query.sort));
  }
  const name = (id: string) => state.vms.get(id)!.name;
  const host = (id: string) => state.vms.get(id)!.host;
  return ids.sort(
    (a, b) =>
      keys.get(a)! - keys.get(b)! ||
      (query.sort === 'host' ? compare(host(a), host(b)) : 0) ||
      compare(name(a), name(b)) ||
      compare(a, b),
  );
}

/** The order as it was, without what went or no longer passes, and with what is new at its end. */
export function heldOrder(before: readonly string[], state: State, query: FleetQuery): readonly string[] {
  const known = new Set(before);
  const kept = before.filter((id) => state.vms.has(id));
  const added = [...state.vms.keys()].filter((id) => !known.has(id) && passes(state, id, query));
  return kept.length === before.length && added.length === 0 ? before : [...kept, ...added];
}

function passes(state: State, id: string, { filter, faultsOnly }: FleetQuery): boolean {
  if (faultsOnly && !isTroubled(state, id)) return false;
  const inverse = filter.startsWith('!');
  const wanted = (inverse ? filter.slice(1) : filter).toLowerCase();
  const { name, host } = state.vms.get(id)!;
  if (wanted.startsWith('host:')) return (hostFilter(host).toLowerCase() === wanted) !== inverse;
  return !wanted || name.toLowerCase().includes(wanted) !== inverse;
}

const isTroubled = (state: State, id: string) =>
  state.incidents.has(id) || (state.verdicts.get(id)?.probability ?? 0) >= state.model.thresholds.clear;

/** Smaller is nearer to the top. Steps of 5 % keep the noise of healthy VMs from shuffling the list. */
function rank(state: State, id: string, sort: Sort): number {
  if (sort === 'cpu' || sort === 'memory') return -(latest(state, id, sort) || 0);
  if (sort !== 'worst') return 0;
  const probability = state.verdicts.get(id)?.probability ?? 0;
  return (state.incidents.has(id) ? -100 : 0) - Math.round(probability * 20);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
