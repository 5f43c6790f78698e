import asciichart from 'asciichart';
import { fit } from './text.ts';

/** What a chart shows: `values` oldest first, gaps as NaN; the range is fixed by `min` and `max`. */
export type Chart = {
  readonly values: ArrayLike<number>;
  readonly min: number;
  readonly max: number;
  /** A level to be marked across the chart, e.g. a threshold. */
  readonly mark?: number;
  /** What is expected: between `low` and `high`, most likely at `likely`; per value, NaN where nothing is. */
  readonly band?: Readonly<Record<'low' | 'high' | 'likely', readonly number[]>>;
  /** Cells at which something happened: a line goes up behind everything else. */
  readonly lines?: ReadonlySet<number>;
  /** An axis label, at most six characters. */
  readonly label: (value: number) => string;
};

/** Cells before the line starts: the label, a blank, the axis. */
export const axisWidth = 8;

/** asciichart's own, but for the axis: it puts a cross at the top, which means nothing here. */
const symbols = ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];

/**
 * The chart as exactly `height` lines of `width` cells. asciichart throws on gaps and on nothing at all, rounds its
 * range and shrinks flat series to one row: it gets whole rows of a fixed range, and gaps are blanked afterwards.
 */
export function chartLines(chart: Chart, width: number, height: number): string[] {
  const { min, max, mark, label } = chart;
  const top = Math.max(1, height - 1);
  const row = (value: number) => Math.max(0, Math.min(top, ((value - min) / (max - min || 1)) * top));
  const values = downsample(chart.values, Math.max(2, width - axisWidth + 1));
  const rows = bridged(values).map(row);
  const plot = asciichart.plot(rows, {
    min: 0,
    max: top,
    height: top,
    offset: 2,
    symbols,
    format: (value) => `${fit(label(min + (value / top) * (max - min)), axisWidth - 2, 'right')} `,
  });
  const markRow = mark === undefined ? undefined : top - Math.round(row(mark));
  return plot.split('\n').map((text, index) => {
    const drawn = [...text.slice(axisWidth)];
    const behind = (x: number) => {
      const expected = expectation(chart, x, (value) => top - Math.round(row(value)), index);
      if (expected) return expected;
      if (index === markRow) return '┄';
      return chart.lines?.has(x) ? '┊' : ' ';
    };
    const cells = Array.from({ length: Math.max(0, width - axisWidth) }, (_, x) => {
      const cell = drawn[x] ?? ' ';
      return cell === ' ' || Number.isNaN(values[x] ?? Number.NaN) ? behind(x) : cell;
    });
    return (text.slice(0, axisWidth) + cells.join('')).slice(0, width);
  });
}

/** The band's glyph in a cell, or '' outside of it. */
function expectation({ band }: Chart, x: number, rowOf: (value: number) => number, row: number): string {
  if (!band) return '';
  const { low, high, likely } = band;
  if (!Number.isNaN(likely[x] ?? Number.NaN) && rowOf(likely[x]!) === row) return '╌';
  if (Number.isNaN(low[x] ?? Number.NaN)) return '';
  return rowOf(high[x]!) <= row && row <= rowOf(low[x]!) ? '░' : '';
}

/** At most `size` values, each the mean of what it stands for. */
export function downsample(values: ArrayLike<number>, size: number): number[] {
  if (values.length <= size) return Array.from(values);
  return Array.from({ length: size }, (_, i) => {
    const from = Math.floor((i * values.length) / size);
    const to = Math.floor(((i + 1) * values.length) / size);
    let sum = 0;
    let known = 0;
    for (let j = from; j < to; j++) {
      if (Number.isNaN(values[j]!)) continue;
      sum += values[j]!;
      known++;
    }
    return known ? sum / known : Number.NaN;
  });
}

/** Gaps filled with the value before them (at the start: the first known), so that the line can be drawn. */
function bridged(values: readonly number[]): number[] {
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  if (values.length === 0) return [0];
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}
