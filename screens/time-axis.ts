import { clockTime } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import type { Tone } from './shell/theme.ts';

/** The stretch of time that charts show, in `cells` cells of the terminal. Times are epoch ms. */
export type Axis = { readonly from: number; readonly to: number; readonly now: number; readonly cells: number };

/** Something that happened, as one letter on the axis. */
export type Mark = { readonly at: number; readonly letter: string; readonly tone: Tone };

/** The cell of a time; outside of 0…cells-1 where it is not shown. */
export const cellOf = ({ from, to, cells }: Axis, at: number): number =>
  Math.floor(((at - from) / (to - from)) * cells);

/**
 * A series as one value for each edge of a cell, `cells + 1` of them: the mean of what lies nearest, or on the way
 * between two neighbours no further apart than `gap` ms; NaN where nothing is known.
 */
export function along(axis: Axis, times: ArrayLike<number>, values: ArrayLike<number>, gap: number): number[] {
  const { from, to, cells, now } = axis;
  const step = (to - from) / cells;
  const sums = new Float64Array(cells + 1);
  const counts = new Uint32Array(cells + 1);
  const out = new Array<number>(cells + 1).fill(Number.NaN);
  let last: { at: number; value: number } | undefined;
  for (let i = 0; i < times.length; i++) {
    const [at, value] = [times[i]!, values[i]!];
    if (Number.isNaN(value) || at > now) continue;
    if (last && at - last.at <= gap) bridge(out, axis, last, { at, value });
    last = { at, value };
    const place = Math.round((at - from) / step);
    if (place < 0 || place > cells) continue;
    sums[place]! += value;
    counts[place]!++;
  }
  for (let i = 0; i <= cells; i++) if (counts[i]) out[i] = sums[i]! / counts[i]!;
  return out;
}

type Point = { readonly at: number; readonly value: number };

/** The edges between two neighbours lie on the line between them. */
function bridge(out: number[], { from, to, cells }: Axis, a: Point, b: Point): void {
  const step = (to - from) / cells;
  const first = Math.max(0, Math.ceil((a.at - from) / step));
  const last = Math.min(cells, Math.floor((b.at - from) / step));
  for (let i = first; i <= last; i++)
    out[i] = a.value + ((from + i * step - a.at) / (b.at - a.at || 1)) * (b.value - a.value);
}

/** The axis as a line: times where there is room, marks, and where a failure is expected. */
export function axisPieces(axis: Axis, marks: ReadonlyMap<number, Mark>, failing?: readonly [number, number]): Piece[] {
  const { cells, now, to } = axis;
  const line = new Array<string>(cells).fill('─');
  const [soonest, latest] = failing?.map((at) => cellOf(axis, at)) ?? [cells, -1];
  const taken = new Set<number>(marks.keys());
  for (let i = Math.max(0, soonest!); i <= Math.min(cells - 1, latest!); i++) {
    line[i] = '▒';
    taken.add(i);
  }
  const put = (text: string, cell: number): boolean => {
    const places = Array.from(text, (_, i) => cell + i);
    const around = [cell - 1, ...places, cell + text.length];
    if (cell < 0 || cell + text.length > cells || around.some((one) => taken.has(one))) return false;
    for (const [i, place] of places.entries()) {
      line[place] = text[i]!;
      taken.add(place);
    }
    return true;
  };
  const nowCell = to > now ? cellOf(axis, now) : cells - 3;
  void [nowCell, nowCell + 1, nowCell + 2].some((cell) => put('now', cell));
  if (to > now) put(hourMinute(to), cells - 5);
  for (const part of [0, 0.5, 0.25, 0.75]) {
    const cell = Math.round(part * cells);
    put(hourMinute(axis.from + (cell / cells) * (to - axis.from)), cell);
  }
  return pieces(line, marks);
}

const hourMinute = (at: number) => clockTime(at).slice(0, 5);

function pieces(line: readonly string[], marks: ReadonlyMap<number, Mark>): Piece[] {
  const out: Piece[] = [];
  let plain = '';
  for (const [cell, text] of line.entries()) {
    const mark = marks.get(cell);
    if (!mark) {
      plain += text;
      continue;
    }
    if (plain) out.push({ text: plain, tone: 'quiet' });
    out.push({ text: mark.letter, tone: mark.tone });
    plain = '';
  }
  return plain ? [...out, { text: plain, tone: 'quiet' }] : out;
}
