import { actionById } from '../models/actions/index.ts';
import type { Claim } from '../models/claims.ts';
import { deliberate } from '../models/condition.ts';
import { snoozeAt } from '../models/incidents.ts';
import { maintenanceOf } from '../models/maintenance.ts';
import type { State } from '../models/state.ts';
import { knownProbability, novaSilence, outOfSight, statusNow, unknownWhy } from '../models/unknown.ts';
import type { Vm } from '../models/vm.ts';
import { age, percent, short } from './parts/format.ts';
import { bar, sparkline } from './parts/gauge.ts';
import { clean, fit } from './parts/text.ts';
import { outcomes } from './phase-words.ts';
import { faultTitle, isUnderWay, latest } from './select.ts';
import type { Tone } from './shell/theme.ts';
import { healthOf, healths } from './wall-health.ts';

type Cell = readonly [text: string, tone?: Tone];

/** What VMs are sorted and filtered by: texts from A on; numbers (NaN: not known), the highest first. */
export type Field = { readonly id: string } & (
  | { readonly kind: 'text'; readonly value: (vm: Vm, state: State) => string }
  | { readonly kind: 'number'; readonly value: (vm: Vm, state: State) => number }
);

/** A column of the fleet, as data. */
export type Column = Field & {
  readonly head: string;
  readonly width: number;
  /** The width in wide mode, where it can do with less. */
  readonly compact?: number;
  readonly align?: 'right';
  /** Columns with higher numbers go first where the terminal is narrow. */
  readonly priority: number;
  readonly cell: (vm: Vm, state: State, width: number) => Cell;
};

const percentage = (metric: 'cpu' | 'memory' | 'disk') => ({
  id: metric,
  kind: 'number' as const,
  align: 'right' as const,
  value: (vm: Vm, state: State) => latest(state, vm.id, metric),
  cell: (vm: Vm, state: State) => level(latest(state, vm.id, metric), state, vm),
});

/** All columns but the name's, in their order; the name takes the cells that are left. */
export const columns: readonly Column[] = [
  {
    id: 'health',
    kind: 'text',
    head: '',
    width: 1,
    priority: 0,
    value: (vm, state) => healths[healthOf(vm, state)].id,
    cell: (vm, state) => {
      const { sign, tone } = healths[healthOf(vm, state)];
      return [sign, tone];
    },
  },
  {
    id: 'host',
    kind: 'text',
    head: 'HOST',
    width: 14,
    compact: 10,
    priority: 11,
    value: (vm) => vm.host,
    cell: (vm) => [clean(vm.host) || '–', 'quiet'],
  },
  {
    id: 'project',
    kind: 'text',
    head: 'PROJECT',
    width: 12,
    compact: 8,
    priority: 13,
    value: (vm) => vm.projectId,
    cell: (vm) => [clean(vm.projectId) || '–', 'quiet'],
  },
  {
    id: 'status',
    kind: 'text',
    head: 'STATUS',
    width: 9,
    priority: 4,
    value: statusNow,
    cell: (vm, state) => (outOfSight(vm, state) ? [statusNow(vm, state), 'quiet'] : [clean(vm.status), statusTone(vm)]),
  },
  { ...percentage('cpu'), head: 'CPU %', width: 5, priority: 5 },
  { ...percentage('memory'), head: 'MEM %', width: 5, priority: 6 },
  { ...percentage('disk'), head: 'DISK %', width: 6, priority: 8 },
  {
    id: 'net',
    kind: 'number',
    head: 'NET B/s',
    width: 7,
    align: 'right',
    priority: 10,
    value: traffic,
    cell: (vm, state) => [short(traffic(vm, state))],
  },
  {
    id: 'p',
    kind: 'number',
    head: 'FAILING',
    width: 12,
    compact: 7,
    priority: 1,
    value: (vm, state) => knownProbability(vm, state) ?? Number.NaN,
    cell: probability,
  },
  {
    id: 'diagnosis',
    kind: 'text',
    head: 'DIAGNOSIS',
    width: 14,
    priority: 2,
    value: (vm, state) => diagnosis(vm, state)[0],
    cell: diagnosis,
  },
  {
    id: 'trend',
    kind: 'number',
    head: 'TREND',
    width: 10,
    compact: 5,
    priority: 7,
    value: (vm, state) => rise(state.probabilities.get(vm.id) ?? []),
    cell: (vm, state, width) => [sparkline(state.probabilities.get(vm.id) ?? [], width), 'quiet'],
  },
  {
    id: 'age',
    kind: 'number',
    head: 'AGE',
    width: 4,
    align: 'right',
    priority: 9,
    value: (vm, state) => ageOf(vm, state) / 1000,
    cell: sampleAge,
  },
  {
    id: 'alarm',
    kind: 'text',
    head: 'ALARM',
    width: 11,
    priority: 3,
    value: (vm, state) => alarm(vm, state)[0],
    cell: alarm,
  },
  {
    id: 'action',
    kind: 'text',
    head: 'ACTION',
    width: 16,
    priority: 12,
    value: (vm, state) => action(vm, state)[0],
    cell: (vm, state) => {
      const [words, tone, sign] = action(vm, state);
      return [sign ? `${sign} ${words}` : words, tone];
    },
  },
];

/** All that can be filtered by. */
export const fields: readonly Field[] = [
  { id: 'name', kind: 'text', value: (vm) => vm.name },
  { id: 'id', kind: 'text', value: (vm) => vm.id },
  ...columns,
];

/** What was known of it is shown, but not as if it were so now. */
export const isDim = (vm: Vm, state: State) =>
  unknownWhy(vm, state) !== undefined || (state.verdicts.get(vm.id)?.freshness ?? 'fresh') !== 'fresh';

function statusTone(vm: Vm): Tone | undefined {
  if (vm.status === 'ERROR') return 'bad';
  if (vm.status === 'ACTIVE') return undefined;
  return vm.status === 'SHUTOFF' && vm.power === 'crashed' ? 'bad' : 'warn';
}

function level(value: number, state: State, vm: Vm): Cell {
  if (Number.isNaN(value)) return ['–', 'quiet'];
  return [String(Math.round(value)), value >= 95 && !isDim(vm, state) ? 'bad' : undefined];
}

function traffic(vm: Vm, state: State): number {
  return latest(state, vm.id, 'netIn') + latest(state, vm.id, 'netOut');
}

/** How far the probability has risen over what the trend shows. */
function rise(probabilities: readonly number[]): number {
  return (probabilities.at(-1) ?? Number.NaN) - (probabilities.at(-10) ?? probabilities[0] ?? Number.NaN);
}

/** In wide mode the bar gives way to other columns. */
function probability(vm: Vm, state: State, width: number): Cell {
  const verdict = state.verdicts.get(vm.id);
  const cells = width - 6;
  if (unknownWhy(vm, state)) return ['?'.padStart(Math.max(0, cells) + 1), 'quiet'];
  if (verdict?.probability === undefined) return ['–'.padStart(Math.max(0, cells) + 1), 'quiet'];
  const { raise, clear } = state.model.thresholds;
  const tone = verdict.probability >= raise ? 'bad' : verdict.probability >= clear ? 'warn' : 'quiet';
  const words = fit(percent(verdict.probability), 5, 'right');
  const doubt = isDim(vm, state) ? '?' : ' ';
  return [cells > 1 ? `${bar(verdict.probability, cells)}${doubt}${words}` : words, tone];
}

function diagnosis(vm: Vm, state: State): Cell {
  const found = state.incidents.get(vm.id)?.diagnosis ?? state.verdicts.get(vm.id)?.diagnosis;
  if (found) return [faultTitle(found)];
  if (unknownWhy(vm, state)) return ['not known', 'quiet'];
  return deliberate(vm) ? ['left alone', 'quiet'] : ['', undefined];
}

function sampleAge(vm: Vm, state: State): Cell {
  const late = state.verdicts.get(vm.id)?.freshness !== 'fresh' || novaSilence(state) !== undefined;
  return [age(ageOf(vm, state)), state.verdicts.has(vm.id) && late ? 'warn' : 'quiet'];
}

/** Milliseconds since its newest sample, which goes on growing while nothing comes; NaN: never had one. */
const ageOf = (vm: Vm, state: State) => state.at - (state.verdicts.get(vm.id)?.sampledAt ?? Number.NaN);

/** What people have decided about it goes before what we think of it. */
function alarm(vm: Vm, state: State): Cell {
  const incident = state.incidents.get(vm.id);
  if (incident && isUnderWay(incident)) return [incident.phase, 'good'];
  if (state.quarantine.has(vm.id)) return ['quarantine', 'bad'];
  if (maintenanceOf(vm, state, state.at)) return ['maintenance', 'warn'];
  if (incident?.acknowledged) return ['taken over', 'warn'];
  if (snoozeAt(incident, state.at)) return ['put off', 'warn'];
  if (state.hosts.get(vm.host)?.vms.includes(vm.id)) return ['host fails', 'bad'];
  return incident ? [incident.phase, incident.phase === 'held' ? 'warn' : 'bad'] : ['', undefined];
}

/** Our rung under way or the last one of the week, and its sign; else the last thing that was done to it by anybody. */
function action(vm: Vm, state: State): readonly [words: string, tone?: Tone, sign?: string] {
  const claim = lastClaims(state.claims).get(vm.id);
  if (!claim) return [clean(vm.lastAction?.action ?? ''), 'quiet'];
  const [sign, tone] = outcomes[claim.outcome];
  return [actionById(claim.action).title, tone, sign];
}

const lastOf = new WeakMap<readonly Claim[], ReadonlyMap<string, Claim>>();

/** The newest claim of each VM. */
function lastClaims(claims: readonly Claim[]): ReadonlyMap<string, Claim> {
  let found = lastOf.get(claims);
  if (!found) {
    found = new Map(claims.map((claim) => [claim.vm, claim]));
    lastOf.set(claims, found);
  }
  return found;
}
