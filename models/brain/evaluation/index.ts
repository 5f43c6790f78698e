import type { ScoredSeries } from '../dataset.ts';
import { type EventFigures, eventFigures } from './alarms.ts';
import { type Budget, budgetOf, scoresOf, usualBudget } from './budget.ts';
import { type Prepared, prepare, type Rules, usualRules } from './events.ts';
import { type Auc, type Point, point } from './point.ts';
import { rank } from './ranking.ts';

export type { EventFigures } from './alarms.ts';
export { type Budget, thresholdForBudget, thresholdToRaise, usualBudget } from './budget.ts';
export { type Rules, usualRules } from './events.ts';

/** How good scores are. Figures that the data cannot give are undefined. Natural base rate, no point adjustment. */
export type Evaluation = {
  readonly entities: number;
  readonly rowsLabelled: number;
  /** Labelled rows without a score: each counts as the lowest. */
  readonly scoresMissing: number;
  readonly threshold: number | undefined;
  readonly point: Point | undefined;
  /** Does an event start within the horizon after a healthy row? */
  readonly ahead: ({ readonly baseRate: number | undefined } & Auc) | undefined;
  readonly event: EventFigures | undefined;
  /** At the lowest threshold within the budget on these very labels: comparable between detectors, no forecast. */
  readonly eventAtOwnBudget: EventFigures | undefined;
};

export type Question = { readonly threshold?: number; readonly rules?: Rules; readonly budget?: Budget };

/** Judges scores by labels: the figures of the data's own protocol (`score.py`), to the last digits. */
export function evaluate(scored: readonly ScoredSeries[], question: Question = {}): Evaluation {
  const { threshold, rules = usualRules, budget = usualBudget } = question;
  const prepared = prepare(scored);
  const [failing, healthy] = [scoresOf(prepared, 1), scoresOf(prepared, 0)];
  const rowsLabelled = failing.length + healthy.length;
  const labelled = rowsLabelled > 0;
  const own = labelled ? budgetOf(prepared, budget, rules) : undefined;
  const at = (one: number | undefined) =>
    one === undefined ? undefined : eventFigures(prepared, one, rules, labelled);
  return {
    entities: scored.length,
    rowsLabelled,
    scoresMissing: scored.reduce((sum, { series, scores }) => sum + missing(series.labels, scores), 0),
    threshold,
    point: labelled ? point(prepared, failing, healthy, threshold) : undefined,
    ahead: labelled ? ahead(prepared, rules.horizon) : undefined,
    event: at(threshold),
    eventAtOwnBudget: at(own),
  };
}

function missing(labels: Int8Array, scores: Float64Array): number {
  return labels.reduce((sum, label, row) => sum + (label >= 0 && !Number.isFinite(scores[row]!) ? 1 : 0), 0);
}

function ahead(prepared: readonly Prepared[], horizon: number): Evaluation['ahead'] {
  const [soon, later]: [number[], number[]] = [[], []];
  for (const { times, labels, scores, events } of prepared) {
    let next = 0;
    for (let row = 0; row < times.length; row++) {
      while (next < events.length && events[next]!.first <= times[row]!) next++;
      if (labels[row] !== 0) continue;
      const starts = next < events.length && events[next]!.first <= times[row]! + horizon;
      (starts ? soon : later).push(scores[row]!);
    }
  }
  const count = soon.length + later.length;
  const ranking = rank(Float64Array.from(soon), Float64Array.from(later));
  return { baseRate: count ? soon.length / count : undefined, prAuc: ranking?.prAuc, rocAuc: ranking?.rocAuc };
}
