import { type Piece, piece } from './parts/line.tsx';
import { clean, fit, widthOf } from './parts/text.ts';
import type { Size } from './shell/theme.ts';
import { type Health, type HostHealth, healths } from './wall-health.ts';

/** The heat map's lines, and how many VMs a cell stands for at most. */
export type WallMap = { readonly lines: readonly (readonly Piece[])[]; readonly share: number };

/**
 * Every host in the place that there is: with its name and a block a VM while that fits, then with cells that stand for
 * several VMs and show the worst of them, then without names, at last with several hosts in a cell.
 */
export function wallMap(hosts: readonly HostHealth[], size: Size): WallMap {
  if (!hosts.length || size.rows < 1) return { lines: [], share: 1 };
  const grid = gridOf(hosts, size);
  return grid ? named(hosts, grid, size) : nameless(hosts, size);
}

/** Hosts side by side, lines of each, cells of its name, VMs in a line, and cells of a block with the gap after it. */
type Grid = {
  readonly across: number;
  readonly tall: number;
  readonly name: number;
  readonly inLine: number;
  readonly wide: number;
  readonly high: number;
};

const widestName = 16;
const widestBlock = 8;
const leastCells = 4;
const gap = 2;

/** The grid with the largest blocks; undefined where hosts with names do not fit. */
function gridOf(hosts: readonly HostHealth[], { columns, rows }: Size): Grid | undefined {
  const name = Math.min(widestName, Math.max(...hosts.map(({ host }) => widthOf(nameOf(host)))));
  const most = Math.max(...hosts.map(({ vms }) => vms.length));
  let best: { readonly grid: Grid; readonly worth: number } | undefined;
  for (let across = 1; across <= hosts.length; across++) {
    const tall = Math.floor(rows / Math.ceil(hosts.length / across));
    const room = Math.floor((columns + gap) / across) - gap - name - 1;
    if (room < leastCells) break;
    for (let high = 1; high <= Math.min(tall, 4); high++) {
      const lines = Math.floor(tall / high);
      const inLine = Math.min(room, Math.ceil(most / lines));
      const wide = Math.min(Math.floor(room / inLine), widestBlock, high * 3 + 1);
      // Below a cell a VM, the more cells the better; above, the larger they can be seen.
      const cells = Math.min(1, (inLine * lines) / most);
      const worth = cells < 1 ? cells : solid(wide) * solidRows(high);
      if (worth > (best?.worth ?? 0)) best = { grid: { across, tall, name, inLine, wide, high }, worth };
    }
  }
  return best?.grid;
}

/** What is drawn of a block: of three cells and more, of two rows and more, one parts it from the next. */
const solid = (cells: number) => (cells >= 3 ? cells - 1 : cells);
const solidRows = (rows: number) => Math.max(1, rows - 1);

function named(hosts: readonly HostHealth[], grid: Grid, { columns }: Size): WallMap {
  const { across, tall, name, inLine, wide, high } = grid;
  const places = inLine * Math.floor(tall / high);
  const box = Math.floor((columns + gap) / across);
  const lines: Piece[][] = [];
  for (let first = 0; first < hosts.length; first += across) {
    const band = hosts.slice(first, first + across).map((host) => ({ ...host, cells: worstOf(host.vms, places) }));
    const used = Math.max(...band.map(({ cells }) => Math.ceil(cells.length / inLine)));
    for (let line = 0; line < Math.min(tall, used * high); line++) {
      const row = Math.floor(line / high);
      const blank = line % high >= solidRows(high);
      lines.push(
        band.flatMap(({ host, failing, cells }, place) => {
          const label = line === 0 ? nameOf(host) : '';
          const shown = blank ? [] : cells.slice(row * inLine, (row + 1) * inLine);
          return [
            piece(`${fit(label, name)} `, failing ? 'bad' : 'quiet'),
            ...blocks(shown, wide),
            ...(place < band.length - 1 ? [' '.repeat(box - name - 1 - shown.length * wide)] : []),
          ];
        }),
      );
    }
  }
  return { lines, share: Math.max(...hosts.map(({ vms }) => Math.ceil(vms.length / places))) };
}

function nameless(hosts: readonly HostHealth[], { columns, rows }: Size): WallMap {
  const wide = Math.max(1, Math.min(columns, fitting(hosts.length, columns, rows)));
  const inLine = Math.floor(columns / wide);
  const groups = shares(hosts, inLine * rows);
  const cells = wide > 1 ? wide - 1 : 1;
  const lines: Piece[][] = [];
  for (let first = 0; first < groups.length; first += inLine) {
    lines.push(
      groups.slice(first, first + inLine).flatMap((group) => [
        ...blocks(
          worstOf(
            group.flatMap(({ vms }) => vms),
            cells,
          ),
          1,
        ),
        ...(wide > 1 ? [' '] : []),
      ]),
    );
  }
  return {
    lines,
    share: Math.max(...groups.map((all) => Math.ceil(all.reduce((sum, { vms }) => sum + vms.length, 0) / cells))),
  };
}

/** The most cells that each of so many hosts can have. */
function fitting(hosts: number, columns: number, rows: number): number {
  let wide = Math.max(1, Math.floor((columns * rows) / hosts));
  while (wide > 1 && Math.floor(columns / wide) * rows < hosts) wide--;
  return wide;
}

/** In at most so many cells, each the worst of its VMs. */
const worstOf = (vms: readonly Health[], cells: number): Health[] =>
  shares(vms, cells).map((some) => some.reduce((worst, one) => (one < worst ? one : worst)));

/** In order, in at most `parts` parts of nearly the same size, none of them empty. */
function shares<T>(all: readonly T[], parts: number): T[][] {
  const count = Math.min(parts, all.length);
  const at = (part: number) => Math.floor((part * all.length) / count);
  return Array.from({ length: count }, (_, part) => all.slice(at(part), at(part + 1)));
}

/** Neighbours of the same kind are one piece: few nodes make a cheap frame. */
function blocks(cells: readonly Health[], wide: number): Piece[] {
  const out: { text: string; tone: (typeof healths)[number]['tone'] }[] = [];
  for (const cell of cells) {
    const { sign, tone } = healths[cell];
    const text = sign.repeat(solid(wide)).padEnd(wide);
    const last = out.at(-1);
    if (last?.tone === tone) last.text += text;
    else out.push({ text, tone });
  }
  return out;
}

const nameOf = (host: string) => clean(host) || 'no host';
