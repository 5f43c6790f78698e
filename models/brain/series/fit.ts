import { type Answer, type Calibration, calibrate, calibrated } from '../calibration.ts';
import type { Series } from '../dataset.ts';
import { leastPast } from './history.ts';

/** The calibration that makes log-odds of labelled rows, each series' own, right as often as they say. */
export function fitted(series: readonly Series[], logOdds: readonly Float64Array[]): Calibration {
  const answers: Answer[] = [];
  series.forEach(({ labels }, index) => {
    labels.forEach((label, row) => {
      if (label < 0 || row < leastPast) return;
      answers.push({ raw: sigmoid(logOdds[index]![row]!), failing: label === 1, weight: 1 });
    });
  });
  return calibrate(answers);
}

/** Log-odds of an entity's rows as calibrated probabilities; NaN for those with too little past. */
export function probabilities(logOdds: Float64Array, calibration: Calibration): Float64Array {
  return logOdds.map((value, row) => (row < leastPast ? Number.NaN : calibrated(sigmoid(value), calibration)));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
