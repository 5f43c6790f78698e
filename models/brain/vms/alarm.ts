import type { ScoredSeries, Series } from '../dataset.ts';
import { type EventFigures, eventFigures } from '../evaluation/alarms.ts';
import { budgetOf, usualBudget } from '../evaluation/budget.ts';
import { prepare, usualRules } from '../evaluation/events.ts';
import type { Thresholds } from '../model.ts';
import { alarmScores } from './score.ts';

/** How many of the last verdicts have to agree: the quicker, the more single ones alarm. */
const habits = [
  [1, 1],
  [2, 3],
  [3, 4],
  [3, 5],
] as const;
const levels = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** When to alarm, and the alarm scores that it gives. */
export type Choice = { readonly thresholds: Thresholds; readonly scored: readonly ScoredSeries[] };

/**
 * Within the budget of false alarms most events found, then fewest false alarms, then soonest found: the highest level
 * that does would wait for the height of each event. `probabilities` are out of fold, NaN where there are none.
 */
export function chooseAlarm(series: readonly Series[], probabilities: readonly Float64Array[]): Choice {
  const all = habits.flatMap(([raiseAfter, raiseOf]) => {
    const scored = series.map((one, index) => ({
      series: one,
      scores: alarmScores(probabilities[index]!, { raiseAfter, raiseOf }),
    }));
    const prepared = prepare(scored);
    // Probabilities have a ceiling; so has a threshold.
    const least = Math.min(1, budgetOf(prepared, usualBudget, usualRules) ?? 1);
    return [least, ...levels.filter((level) => level > least)].map((raise) => ({
      thresholds: { raise, clear: raise / 2, raiseAfter, raiseOf },
      scored,
      figures: eventFigures(prepared, raise, usualRules, true),
    }));
  });
  const { thresholds, scored } = all.reduce((best, one) => (compare(one.figures, best.figures) < 0 ? one : best));
  return { thresholds, scored };
}

/** Negative where `one` serves better. */
function compare(one: EventFigures, other: EventFigures): number {
  return (
    other.detected - one.detected ||
    one.falseEpisodes! - other.falseEpisodes! ||
    (one.medianDelay ?? 0) - (other.medianDelay ?? 0)
  );
}
