import { Box } from 'ink';
import type { Metric } from '../models/metric.ts';
import { columnOf, metrics } from '../models/metrics/index.ts';
import type { State } from '../models/state.ts';
import { type Chart, chartLines } from './parts/chart.ts';
import { duration, short, withUnit } from './parts/format.ts';
import { Line } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { latest } from './select.ts';
import type { ChartGrid } from './vm-head.ts';

type Props = {
  readonly state: State;
  readonly vm: string;
  readonly from: number;
  readonly grid: ChartGrid;
  readonly columns: number;
};

/** The probability, then the metrics from `from` on: as many charts as have room. */
export function VmCharts({ state, vm, from, grid: { across, down, height }, columns }: Props) {
  const charts = [
    probabilityChart(state, vm),
    ...metrics.map((_, i) => metricChart(state, vm, metrics[(from + i) % metrics.length]!)),
  ];
  return Array.from({ length: down }, (_, line) => (
    <ChartRow
      key={line}
      charts={charts.slice(line * across, (line + 1) * across)}
      across={across}
      height={height}
      columns={columns}
    />
  ));
}

type RowProps = {
  readonly charts: readonly Titled[];
  readonly across: number;
  readonly height: number;
  readonly columns: number;
};

/** Charts side by side, as lines across the terminal. */
function ChartRow({ charts, across, height, columns }: RowProps) {
  const width = Math.floor(columns / across) - 2;
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

function probabilityChart(state: State, vm: string): Titled {
  const { raise } = state.model.thresholds;
  return {
    title: `Probability of failure (alarm at ${Math.round(raise * 100)} %)`,
    chart: {
      values: state.probabilities.get(vm) ?? [],
      min: 0,
      max: 1,
      mark: raise,
      label: (value) => `${Math.round(value * 100)} %`,
    },
  };
}

function metricChart(state: State, vm: string, metric: Metric): Titled {
  const values = state.ring.series(vm, columnOf[metric.id]);
  const first = state.ring.time(vm, values.length - 1);
  const span = first === undefined ? '' : `, last ${duration((state.ring.time(vm) ?? first) - first)}`;
  return {
    title: `${metric.title} ${withUnit(latest(state, vm, metric.id), metric.unit)}${span}`,
    chart: {
      values,
      min: 0,
      max: metric.ceiling ?? roundUp(values),
      label: (value) => (metric.unit === '%' ? `${Math.round(value)} %` : short(value)),
    },
  };
}

/** The next 1, 2 or 5 times a power of ten over all values: a range that seldom changes. */
function roundUp(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10);
}
