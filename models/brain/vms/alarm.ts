import type { ScoredSeries, Series } from '../dataset.ts';
import { evaluate, thresholdToRaise } from '../evaluation/index.ts';
import type { Thresholds } from '../model.ts';
import { alarmScores } from './score.ts';

/** How many of the last verdicts have to agree: the quicker, the more single ones alarm. */
const habits = [
  [1, 1],
  [2, 3],
  [3, 4],
  [3, 5],
] as const;

/** When to alarm, and the alarm scores that it gives. */
export type Choice = { readonly thresholds: Thresholds; readonly scored: readonly ScoredSeries[] };

/**
 * Within the budget of false alarms the habit that finds most events, then with the fewest false alarms, then soonest.
 * `probabilities` are out of fold, NaN where there are none.
 */
export function chooseAlarm(series: readonly Series[], probabilities: readonly Float64Array[]): Choice {
  const all = habits.map(([raiseAfter, raiseOf]) => {
    const scored = series.map((one, index) => ({
      series: one,
      scores: alarmScores(probabilities[index]!, { raiseAfter, raiseOf }),
    }));
    // Probabilities have a ceiling; so has a threshold.
    const raise = Math.min(1, thresholdToRaise(scored) ?? 1);
    const { detected = 0, falseEpisodes = 0, medianDelay = 0 } = evaluate(scored, { threshold: raise }).event ?? {};
    const worth = [detected, -falseEpisodes, -medianDelay];
    return { thresholds: { raise, clear: raise / 2, raiseAfter, raiseOf }, scored, worth };
  });
  const { thresholds, scored } = all.reduce((best, one) => (isMore(one.worth, best.worth) ? one : best));
  return { thresholds, scored };
}

/** By the first number in which they differ. */
function isMore(one: readonly number[], other: readonly number[]): boolean {
  const index = one.findIndex((value, place) => value !== other[place]);
  return index >= 0 && one[index]! > other[index]!;
}
