import { maintenanceAt } from '../models/maintenance.ts';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { type Column, columns, isDim } from './fleet-columns.ts';
import { type Group, groupCounts } from './fleet-lines.ts';
import type { Sort } from './fleet-order.ts';
import { some } from './parts/format.ts';
import { type Piece, piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';

const gap = 1;
const marker = 2;
const narrowestName = 12;
/** What the name should have before columns that one can do without are let in. */
const goodName = 22;
const luxury = 8;
const widestName = 40;

export type Placed = { readonly column: Column; readonly width: number };
export type Layout = { readonly name: number; readonly columns: readonly Placed[] };

/** The columns that fit, the dearest first, and what is left for the name. In wide mode all make room for more of them. */
export function layout(width: number, wide: boolean): Layout {
  let left = width - marker - narrowestName;
  const widthOf = ({ width, compact = width }: Column) => (wide ? compact : width);
  const chosen = columns
    .toSorted((a, b) => a.priority - b.priority)
    .filter((column) => {
      const spare = wide || column.priority < luxury ? 0 : goodName - narrowestName;
      const fits = left - spare >= widthOf(column) + gap;
      if (fits) left -= widthOf(column) + gap;
      else left = 0;
      return fits;
    });
  const placed = columns
    .filter((column) => chosen.includes(column))
    .map((column) => ({ column, width: widthOf(column) }));
  const used = placed.reduce((sum, { width }) => sum + width + gap, 0);
  return { name: Math.min(widestName, width - marker - used), columns: placed };
}

/** The heads; an arrow in the gap before one says that the list is sorted by it, and which way. */
export function heads({ name, columns }: Layout, sort: Sort, reversed: boolean): Piece[] {
  const sorted = sort === 'worst' ? 'p' : sort;
  const before = (id: string, kind: Column['kind']) =>
    id !== sorted ? ' ' : (kind === 'text') === reversed ? '↓' : '↑';
  const cells = columns.map(
    ({ column, width }) => `${before(column.id, column.kind)}${fit(column.head, width, column.align)}`,
  );
  return [{ text: ` ${before('name', 'text')}${fit('NAME', name)}${cells.join('')}`, tone: 'quiet' }];
}

export type Signs = { readonly selected: boolean; readonly marked: boolean };

export function row(vm: Vm, state: State, { name, columns }: Layout, { selected, marked }: Signs): Piece[] {
  const dim = isDim(vm, state);
  const signs = `${selected ? '▸' : ' '}${marked ? '●' : ' '}`;
  return [
    piece(`${signs}${fit(clean(vm.name) || clean(vm.id), name)}`, marked ? 'strong' : dim ? 'quiet' : undefined),
    ...columns.map(({ column, width }) => {
      const [text, tone] = column.cell(vm, state, width);
      return piece(` ${fit(text, width, column.align)}`, tone ?? (dim ? 'quiet' : undefined));
    }),
  ];
}

/** The head of the VMs on a host: how many are listed, and how they are. */
export function groupHead(group: Group, state: State): Piece[] {
  const { unhealthy, unknown, healing } = groupCounts(group, state);
  const { length } = group.vms;
  const trouble = state.hosts.get(group.host);
  return [
    { text: `  ${clean(group.host) || 'host not known'}`, tone: 'strong' },
    { text: `  ${some(length, 'VM')}`, tone: 'quiet' },
    ...(unhealthy ? [{ text: `  ${unhealthy} unhealthy`, tone: 'bad' } as const] : []),
    ...(unknown ? [{ text: `  ${unknown} unknown`, tone: 'warn' } as const] : []),
    ...(healing ? [{ text: `  ${healing} healing`, tone: 'good' } as const] : []),
    ...(trouble && trouble.calmSince === undefined ? [{ text: '  host fails', tone: 'bad' } as const] : []),
    ...(maintenanceAt({ kind: 'host', id: group.host }, state, state.at)
      ? [{ text: '  maintenance', tone: 'warn' } as const]
      : []),
  ];
}
