import { fullAt } from './brain/exhaustion.ts';
import { sideOf } from './brain/track/layout.ts';
import type { FaultId } from './fault.ts';
import type { MetricId } from './metric.ts';
import { columnOf } from './metrics/index.ts';
import type { State } from './state.ts';

/** Where a metric is going: from its newest value to what counts as full. Times are epoch ms. */
export type Forecast = {
  readonly metric: MetricId;
  readonly from: { readonly at: number; readonly value: number };
  /** Per cent at which it is over. */
  readonly full: number;
  readonly fullAt: number;
  /** The band that holds the truth in nine of ten cases; undefined where the trend is too unsure for one. */
  readonly band: { readonly soonest: number; readonly latest: number } | undefined;
};

/** What a cause fills, if it fills anything. */
const fills: Partial<Record<FaultId, 'memory' | 'disk'>> = { 'memory-leak': 'memory', 'disk-full': 'disk' };

/** The metric that tells most of a cause; undefined where no single one does. */
export const metricOf = (cause: FaultId | undefined): MetricId | undefined =>
  cause === 'cpu-hog' ? 'cpu' : cause && fills[cause];

/** The verdict's time to failure as a line on the metric that runs full; undefined while it tells none. */
export function forecastOf({ verdicts, ring }: Pick<State, 'verdicts' | 'ring'>, vm: string): Forecast | undefined {
  const verdict = verdicts.get(vm);
  const metric = verdict?.diagnosis && fills[verdict.diagnosis];
  if (!metric || !verdict.timeToFailure || verdict.timeToFailure <= 0) return undefined;
  const newest = newestOf(ring, vm, columnOf[metric]);
  if (!newest) return undefined;
  const { at, timeToFailure, timeToFailureBand: band } = verdict;
  return {
    metric,
    from: newest,
    full: fullAt[sideOf[metric]] ?? 100,
    fullAt: at + timeToFailure * 1000,
    band: band && { soonest: at + band[0] * 1000, latest: at + band[1] * 1000 },
  };
}

/** The newest value that is not a gap, looking back a few samples. */
function newestOf(ring: State['ring'], vm: string, column: number) {
  for (let back = 0; back < 5; back++) {
    const value = ring.value(vm, column, back);
    const at = ring.time(vm, back);
    if (at !== undefined && !Number.isNaN(value)) return { at, value };
  }
  return undefined;
}
