import { deliberate } from '../models/condition.ts';
import { snoozeAt } from '../models/incidents.ts';
import { maintenanceOf } from '../models/maintenance.ts';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { age, percent, short } from './parts/format.ts';
import { bar, sparkline } from './parts/gauge.ts';
import { type Piece, piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';
import { faultTitle, isUnderWay, latest } from './select.ts';
import type { Tone } from './shell/theme.ts';

/** A column of the fleet, as data. */
export type Column = {
  readonly head: string;
  readonly width: number;
  readonly align?: 'right';
  /** Columns with higher numbers go first where the terminal is narrow. */
  readonly priority: number;
  readonly cell: (vm: Vm, state: State) => readonly [text: string, tone?: Tone];
};

/** All columns but the name's, in their order; the name takes the cells that are left. */
export const columns: readonly Column[] = [
  { head: 'HOST', width: 14, priority: 11, cell: (vm) => [clean(vm.host) || '–', 'quiet'] },
  { head: 'STATUS', width: 9, priority: 4, cell: (vm) => [clean(vm.status), statusTone(vm)] },
  {
    head: 'CPU %',
    width: 5,
    align: 'right',
    priority: 5,
    cell: (vm, state) => level(latest(state, vm.id, 'cpu'), state, vm),
  },
  {
    head: 'MEM %',
    width: 5,
    align: 'right',
    priority: 6,
    cell: (vm, state) => level(latest(state, vm.id, 'memory'), state, vm),
  },
  {
    head: 'DISK %',
    width: 6,
    align: 'right',
    priority: 8,
    cell: (vm, state) => level(latest(state, vm.id, 'disk'), state, vm),
  },
  {
    head: 'NET B/s',
    width: 7,
    align: 'right',
    priority: 10,
    cell: (vm, state) => [short(latest(state, vm.id, 'netIn') + latest(state, vm.id, 'netOut'))],
  },
  { head: 'FAILING', width: 12, priority: 1, cell: probability },
  { head: 'DIAGNOSIS', width: 14, priority: 2, cell: diagnosis },
  {
    head: 'TREND',
    width: 10,
    priority: 7,
    cell: (vm, state) => [sparkline(state.probabilities.get(vm.id) ?? [], 10), 'quiet'],
  },
  { head: 'AGE', width: 4, align: 'right', priority: 9, cell: sampleAge },
  { head: 'ALARM', width: 11, priority: 3, cell: alarm },
];

const gap = 1;
const marker = 2;
const narrowestName = 12;
/** What the name should have before columns that one can do without are let in. */
const goodName = 24;
const luxury = 8;
const widestName = 40;

export type Layout = { readonly name: number; readonly columns: readonly Column[] };

/** The columns that fit, the dearest first, and what is left for the name. */
export function layout(width: number): Layout {
  let left = width - marker - narrowestName;
  const chosen = [...columns]
    .sort((a, b) => a.priority - b.priority)
    .filter((column) => {
      const spare = column.priority < luxury ? 0 : goodName - narrowestName;
      const fits = left - spare >= column.width + gap;
      if (fits) left -= column.width + gap;
      else left = 0;
      return fits;
    });
  const used = chosen.reduce((sum, column) => sum + column.width + gap, 0);
  const name = Math.min(widestName, width - marker - used);
  return { name, columns: columns.filter((column) => chosen.includes(column)) };
}

export const heads = ({ name, columns }: Layout): Piece[] => [
  {
    text: `  ${fit('NAME', name)}${columns.map(({ head, width, align }) => ` ${fit(head, width, align)}`).join('')}`,
    tone: 'quiet',
  },
];

export function row(vm: Vm, state: State, { name, columns }: Layout, selected: boolean): Piece[] {
  const stale = isStale(vm, state);
  return [
    `${selected ? '▸' : ' '} ${fit(clean(vm.name) || clean(vm.id), name)}`,
    ...columns.map((column) => {
      const [text, tone] = column.cell(vm, state);
      return piece(` ${fit(text, column.width, column.align)}`, tone ?? (stale ? 'quiet' : undefined));
    }),
  ];
}

const isStale = (vm: Vm, state: State) => (state.verdicts.get(vm.id)?.freshness ?? 'fresh') !== 'fresh';

function statusTone(vm: Vm): Tone | undefined {
  if (vm.status === 'ERROR') return 'bad';
  if (vm.status === 'ACTIVE') return undefined;
  return vm.status === 'SHUTOFF' && vm.power === 'crashed' ? 'bad' : 'warn';
}

function level(value: number, state: State, vm: Vm): [string, Tone?] {
  if (Number.isNaN(value)) return ['–', 'quiet'];
  return [String(Math.round(value)), value >= 95 && !isStale(vm, state) ? 'bad' : undefined];
}

function probability(vm: Vm, state: State): [string, Tone?] {
  const verdict = state.verdicts.get(vm.id);
  if (verdict?.probability === undefined) return ['      –', 'quiet'];
  const { raise, clear } = state.model.thresholds;
  const tone = verdict.probability >= raise ? 'bad' : verdict.probability >= clear ? 'warn' : 'quiet';
  const doubt = isStale(vm, state) ? '?' : ' ';
  return [`${bar(verdict.probability, 6)}${doubt}${fit(percent(verdict.probability), 5, 'right')}`, tone];
}

function diagnosis(vm: Vm, state: State): [string, Tone?] {
  const found = state.incidents.get(vm.id)?.diagnosis ?? state.verdicts.get(vm.id)?.diagnosis;
  if (found) return [faultTitle(found)];
  return deliberate(vm) ? ['left alone', 'quiet'] : ['', undefined];
}

function sampleAge(vm: Vm, state: State): [string, Tone?] {
  const verdict = state.verdicts.get(vm.id);
  return [age(verdict?.sampleAge), verdict && verdict.freshness !== 'fresh' ? 'warn' : 'quiet'];
}

/** What people have decided about it goes before what we think of it. */
function alarm(vm: Vm, state: State): [string, Tone?] {
  const incident = state.incidents.get(vm.id);
  if (incident && isUnderWay(incident)) return [incident.phase, 'good'];
  if (state.quarantine.has(vm.id)) return ['quarantine', 'bad'];
  if (maintenanceOf(vm, state, state.at)) return ['maintenance', 'warn'];
  if (incident?.acknowledged) return ['taken over', 'warn'];
  if (snoozeAt(incident, state.at)) return ['put off', 'warn'];
  if (state.hosts.get(vm.host)?.vms.includes(vm.id)) return ['host fails', 'bad'];
  return incident ? [incident.phase, incident.phase === 'held' ? 'warn' : 'bad'] : ['', undefined];
}
