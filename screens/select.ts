import type { Entry, Injection } from '../models/event.ts';
import type { FaultId } from '../models/fault.ts';
import { faults } from '../models/faults/index.ts';
import { healthCounts } from '../models/health.ts';
import type { Incident } from '../models/incident.ts';
import type { MetricId } from '../models/metric.ts';
import { columnOf } from '../models/metrics/index.ts';
import type { State } from '../models/state.ts';
import { count, some } from './parts/format.ts';
import { clean } from './parts/text.ts';

/** Questions that several screens ask the state. All are pure. */

export const faultTitle = (id: FaultId | undefined): string =>
  id === undefined ? 'unknown' : (faults.find((fault) => fault.id === id)?.title ?? id);

export const nameOf = (state: State, vm: string): string => clean(state.vms.get(vm)?.name || vm);

/** The metric's newest value that is not a gap, looking back three samples at most. */
export function latest(state: State, vm: string, metric: MetricId): number {
  for (let back = 0; back < 3; back++) {
    const value = state.ring.value(vm, columnOf[metric], back);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** The counts in words: what is not known is not counted as none. */
export function countWords(state: State): string {
  const { unhealthy, unknown } = healthCounts(state);
  const all = state.vms.size;
  if (unknown && unknown === all) return `? unhealthy, ${count(all)} of ${count(all)} unknown`;
  return `${count(unhealthy)} unhealthy${unknown ? `, ${count(unknown)} unknown` : ''} of ${some(all, 'VM')}`;
}

/** Open incidents, those that only a person can end in front, then the oldest; then the closed ones, newest first. */
export function allIncidents(state: State): readonly Incident[] {
  const rank = ({ phase }: Incident) => (phase === 'escalated' ? 0 : 1);
  const open = [...state.incidents.values()].sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
  return [...open, ...state.history];
}

/** The VM's open incident, or the newest closed one. */
export const incidentOf = (state: State, vm: string): Incident | undefined =>
  state.incidents.get(vm) ?? state.history.find((incident) => incident.vm === vm);

export const isUnderWay = (incident: Incident): boolean =>
  incident.phase === 'healing' || incident.phase === 'verifying';

/** Faults that are in, and those that were. */
export const activeInjections = (state: State): readonly Injection[] =>
  state.injections.filter((injection) => injection.state === 'active');

export const activeInjection = (state: State, vm: string): Injection | undefined =>
  state.injections.find((injection) => injection.vm === vm && injection.state === 'active');

/** The VM's part of the audit trail, newest first. */
export const timeline = (state: State, vm: string): readonly Entry[] =>
  state.entries.filter((entry) => entry.vm === vm);
