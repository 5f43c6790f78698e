import { Box } from 'ink';
import type { Metric } from '../models/metric.ts';
import { columnOf, metrics } from '../models/metrics/index.ts';
import type { State } from '../models/state.ts';
import { type Chart, chartLines } from './parts/chart.ts';
import { duration, short, withUnit } from './parts/format.ts';
import { Line } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { latest } from './select.ts';
import type { Size } from './shell/theme.ts';

type Props = { readonly state: State; readonly vm: string; readonly from: number; readonly size: Size };

/** The probability, then the metrics from `from` on: as many charts as have room. */
export function VmCharts({ state, vm, from, size }: Props) {
  if (size.rows < 4) return null;
  const across = Math.max(1, Math.floor(size.columns / 40));
  const down = Math.max(1, Math.floor(size.rows / 9));
  const width = Math.floor(size.columns / across);
  const height = Math.floor(size.rows / down) - 1;
  const charts = [
    probabilityChart(state, vm),
    ...metrics.map((_, i) => metricChart(state, vm, metrics[(from + i) % metrics.length]!)),
  ];
  return (
    <Box flexDirection="column" height={size.rows} overflow="hidden">
      {Array.from({ length: down }, (_, line) => charts.slice(line * across, (line + 1) * across)).flatMap(
        (row, line) => {
          const drawn = row.map(({ chart }) => chartLines(chart, width - 2, height));
          return [
            <Line
              key={`title ${line}`}
              width={size.columns}
              pieces={row.map(({ title }) => ({ text: `  ${fit(title, width - 2)}`, tone: 'strong' as const }))}
            />,
            ...Array.from({ length: height }, (_, y) => (
              <Line
                key={`${line} ${y}`}
                width={size.columns}
                pieces={drawn.map((lines) => `${lines[y] ?? ' '.repeat(width - 2)}  `)}
              />
            )),
          ];
        },
      )}
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
