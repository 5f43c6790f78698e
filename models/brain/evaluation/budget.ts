import type { ScoredSeries } from '../dataset.ts';
import { type Prepared, prepare, type Rules, tally, usualRules } from './events.ts';

/** What false alarms an operator bears. */
export type Budget = {
  /** False alarms per healthy entity-day. */
  readonly perDay: number;
  /** Share of the healthy time that may be alarmed: an alarm that never ends is one episode only. */
  readonly share: number;
};

export const usualBudget: Budget = { perDay: 1, share: 0.05 };

/** The lowest threshold whose false alarms keep within the budget, or undefined where none does. */
export function thresholdForBudget(
  scored: readonly ScoredSeries[],
  budget: Budget = usualBudget,
  rules: Rules = usualRules,
): number | undefined {
  return budgetOf(prepare(scored), budget, rules);
}

/**
 * A threshold that finds as many events as any within the budget, with no more false alarms than the highest such has: it
 * lies in the middle between that one and the next healthy score under it, so that neither side is cut fine and no event
 * is found only at its height. Undefined where no threshold is within the budget.
 */
export function thresholdToRaise(
  scored: readonly ScoredSeries[],
  budget: Budget = usualBudget,
  rules: Rules = usualRules,
): number | undefined {
  const prepared = prepare(scored);
  const least = budgetOf(prepared, budget, rules);
  if (least === undefined) return undefined;
  let highest = Number.POSITIVE_INFINITY;
  for (const { events, scores } of prepared) {
    for (const { rows } of events) {
      const peak = rows.reduce((most, row) => Math.max(most, scores[row]!), 0);
      if (peak >= least) highest = Math.min(highest, peak);
    }
  }
  if (!Number.isFinite(highest)) return least;
  const next = scoresOf(prepared, 0).reduce((most, score) => (score < highest ? Math.max(most, score) : most), 0);
  return Math.max(least, (next + highest) / 2);
}

/** As `thresholdForBudget`, of series that are prepared already. */
export function budgetOf(prepared: readonly Prepared[], { perDay, share }: Budget, rules: Rules): number | undefined {
  const healthy = scoresOf(prepared, 0).sort();
  if (!healthy.length) return undefined;
  let best: number | undefined;
  for (let part = 1e-5; part <= share; part *= 1.35) {
    const above = Math.min(healthy.length - 1, Math.floor(part * healthy.length));
    const threshold = nextUp(healthy[healthy.length - 1 - above]!);
    const { episodes, trueEpisodes, healthyDays } = tally(prepared, threshold, rules);
    if ((episodes - trueEpisodes) / Math.max(healthyDays, 1e-9) > perDay) break;
    best = threshold;
  }
  return best;
}

/** All scores of rows with this label. */
export function scoresOf(prepared: readonly Prepared[], label: number): Float64Array {
  const count = prepared.reduce(
    (sum, { labels }) => sum + labels.reduce((n, one) => n + (one === label ? 1 : 0), 0),
    0,
  );
  const all = new Float64Array(count);
  let next = 0;
  for (const { labels, scores } of prepared) {
    for (let row = 0; row < labels.length; row++) if (labels[row] === label) all[next++] = scores[row]!;
  }
  return all;
}

/** The next larger double: a threshold that this very score no longer reaches. */
function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
