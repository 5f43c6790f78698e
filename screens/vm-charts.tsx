import { Box } from 'ink';
import { type Forecast, forecastOf } from '../models/forecast.ts';
import type { Metric } from '../models/metric.ts';
import { columnOf, metrics } from '../models/metrics/index.ts';
import type { State } from '../models/state.ts';
import { axisWidth, type Chart, chartLines } from './parts/chart.ts';
import { duration, short, withUnit } from './parts/format.ts';
import { Line } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { latest } from './select.ts';
import { type Axis, along, axisPieces, type Mark } from './time-axis.ts';
import { axisOf, gapOf, markCells, timesOf } from './vm-axis.ts';
import type { ChartGrid } from './vm-head.ts';

type Props = {
  readonly state: State;
  readonly vm: string;
  /** The metric that comes first. */
  readonly from: number;
  readonly zoom: number | undefined;
  readonly marks: readonly Mark[];
  readonly grid: ChartGrid;
  readonly columns: number;
};

/** The probability, then the metrics from `from` on: as many charts as have room, all on one axis of time. */
export function VmCharts({ state, vm, from, zoom, marks, grid: { across, down, height }, columns }: Props) {
  if (down === 0) return null;
  const width = Math.floor(columns / across) - 2;
  const axis = axisOf(state, vm, zoom, width - axisWidth);
  const marked = markCells(axis, marks);
  const lines = new Set(marked.keys());
  const forecast = forecastOf(state, vm);
  const times = timesOf(state, vm);
  const charts = [
    probabilityChart(state, vm, axis, forecast),
    ...metrics.map((_, i) => metricChart(state, vm, metrics[(from + i) % metrics.length]!, axis, times, forecast)),
  ].slice(0, across * down);
  const { band, fullAt } = forecast ?? {};
  const axisLine = axisPieces(axis, marked, forecast && [band?.soonest ?? fullAt!, band?.latest ?? fullAt!]);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {Array.from({ length: down }, (_, line) => (
        <ChartRow
          key={line}
          charts={charts
            .slice(line * across, (line + 1) * across)
            .map(({ title, chart }) => ({ title, chart: { ...chart, lines } }))}
          width={width}
          height={height}
          columns={columns}
        />
      ))}
      <Line
        width={columns}
        pieces={charts.slice(0, across).flatMap(() => [' '.repeat(axisWidth), ...axisLine, '  '])}
      />
    </Box>
  );
}

type RowProps = {
  readonly charts: readonly Titled[];
  readonly width: number;
  readonly height: number;
  readonly columns: number;
};

/** Charts side by side, as lines across the terminal. */
function ChartRow({ charts, width, height, columns }: RowProps) {
  const drawn = charts.map(({ chart }) => chartLines(chart, width, height));
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line
        width={columns}
        pieces={charts.map(({ title }) => ({ text: `  ${fit(title, width)}`, tone: 'strong' as const }))}
      />
      {Array.from({ length: height }, (_, y) => (
        <Line key={y} width={columns} pieces={drawn.map((lines) => `${lines[y]}  `)} />
      ))}
    </Box>
  );
}

type Titled = { readonly title: string; readonly chart: Chart };

/** With the time in which a failure is expected. */
function probabilityChart(state: State, vm: string, axis: Axis, forecast: Forecast | undefined): Titled {
  const { raise } = state.model.thresholds;
  const { times, values } = state.curves.of(vm);
  const { soonest = Number.POSITIVE_INFINITY, latest: end = 0 } = forecast?.band ?? {};
  const expected = (value: number) =>
    edges(axis, (at) => (at >= soonest && at <= end && at >= axis.now ? value : Number.NaN));
  return {
    title: `P(failing), alarm at ${Math.round(raise * 100)} %, last ${duration(axis.now - axis.from)}`,
    chart: {
      values: along(axis, times, values, gapOf(state)),
      min: 0,
      max: 1,
      mark: raise,
      ...(forecast?.band ? { band: { low: expected(0), high: expected(1), likely: [] } } : {}),
      label: (value) => `${Math.round(value * 100)} %`,
    },
  };
}

function metricChart(
  state: State,
  vm: string,
  metric: Metric,
  axis: Axis,
  times: Float64Array,
  forecast: Forecast | undefined,
): Titled {
  const values = along(axis, times, state.ring.series(vm, columnOf[metric.id]), gapOf(state));
  const own = forecast?.metric === metric.id ? forecast : undefined;
  return {
    title: `${metric.title} ${withUnit(latest(state, vm, metric.id), metric.unit)}${own ? `, full ${inWords(own, axis.now)}` : ''}`,
    chart: {
      values,
      min: own ? floorOf(values) : 0,
      max: metric.ceiling ?? roundUp(values),
      ...(own ? { mark: own.full, band: bandOf(own, axis) } : {}),
      label: (value) => (metric.unit === '%' ? `${Math.round(value)} %` : short(value)),
    },
  };
}

const inWords = ({ fullAt }: Forecast, now: number) => `in ${duration(fullAt - now)}`;

/** From the newest value up to full, at the paces that are likely. */
function bandOf({ from, full, fullAt, band }: Forecast, axis: Axis): NonNullable<Chart['band']> {
  const by = (end: number) =>
    edges(axis, (at) => {
      if (at < from.at) return Number.NaN;
      return from.value + (full - from.value) * Math.min(1, (at - from.at) / (end - from.at));
    });
  return { likely: by(fullAt), low: band ? by(band.latest) : [], high: band ? by(band.soonest) : [] };
}

const edges = ({ from, to, cells }: Axis, value: (at: number) => number): number[] =>
  Array.from({ length: cells + 1 }, (_, i) => value(from + (i / cells) * (to - from)));

/** Where an axis of per cents begins, so that what is left of the way is seen. */
const floorOf = (values: readonly number[]) => {
  const least = Math.min(...values.filter((value) => !Number.isNaN(value)));
  return [80, 50].find((floor) => least > floor) ?? 0;
};

/** The next 1, 2 or 5 times a power of ten over all values: a range that seldom changes. */
function roundUp(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10);
}
