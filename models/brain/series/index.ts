import { type Answer, calibrate, calibrated } from '../calibration.ts';
import { type Dataset, groupOf, type Series } from '../dataset.ts';
import { thresholdForBudget } from '../evaluation/index.ts';
import { type SeriesModel, seriesVersion } from './model.ts';

export type { SeriesModel } from './model.ts';

/** How far a training has come: `done` parts `of` so many, and what is being done. */
export type Progress = { readonly done: number; readonly of: number; readonly words: string };

/** A model, and with folds a score for each row by a model that has not seen the row's entity. */
export type Trained = { readonly model: SeriesModel; readonly outOfFold: readonly Float64Array[] };

/**
 * Trains on a data set; with folds also scores each row out of fold, in the order of the series (NaN: no opinion).
 * Entities with the same last '/'-segment stay in one fold. A generator, so that a worker can tell how far it is.
 */
export function* trainSeries(
  dataset: Dataset,
  { folds }: { readonly seed: number; readonly folds: number },
): Generator<Progress, Trained> {
  const { metrics, series } = dataset;
  const of = folds + 1;
  yield { done: 0, of, words: 'how unusual each row is' };
  const raw = series.map(unusual);
  const groups = [...new Set(series.map(groupOf))].sort();
  const foldOf = (one: Series) => groups.indexOf(groupOf(one)) % Math.max(1, folds);
  const outOfFold = raw.map((one) => new Float64Array(one.length).fill(Number.NaN));
  for (let fold = 0; fold < folds; fold++) {
    yield { done: fold, of, words: `fold ${fold + 1} of ${folds}` };
    const calibration = calibrate(series.flatMap((one, i) => (foldOf(one) === fold ? [] : answers(one, raw[i]!))));
    series.forEach((one, i) => {
      if (foldOf(one) === fold) outOfFold[i] = raw[i]!.map((value) => calibrated(value, calibration));
    });
  }
  yield { done: folds, of, words: 'the model' };
  const calibration = calibrate(series.flatMap((one, i) => answers(one, raw[i]!)));
  const judged = series.map((one, i) => ({
    series: one,
    scores: folds ? outOfFold[i]! : raw[i]!.map((value) => calibrated(value, calibration)),
  }));
  const count = (label: number) =>
    series.reduce((sum, { labels }) => sum + labels.filter((one) => one === label).length, 0);
  const model: SeriesModel = {
    kind: 'series',
    version: seriesVersion,
    metrics,
    thresholds: { raise: Math.min(1, thresholdForBudget(judged) ?? 1) },
    trainedOn: {
      data: '',
      entities: series.length,
      rows: count(0) + count(1),
      failing: count(1),
      scores: {},
    },
    calibration,
  };
  return { model, outOfFold };
}

/** Probability 0…1 for each row, from the row and its past only; NaN where it has no opinion. */
export function scoreSeries({ calibration }: SeriesModel, series: Series): Float64Array {
  return unusual(series).map((value) => calibrated(value, calibration));
}

function answers({ labels }: Series, raw: Float64Array): Answer[] {
  return Array.from(raw, (value, row) => ({ raw: value, failing: labels[row] === 1, weight: 1 })).filter(
    (_, row) => labels[row]! >= 0,
  );
}

const warmUp = 30;
const memory = 0.02;

/** The mean over metrics of |z| against an exponentially weighted past, as z / (1 + z). */
function unusual({ times, columns }: Series): Float64Array {
  const sums = new Float64Array(times.length);
  for (const column of columns) {
    let [mean, variance, seen] = [0, 0, 0];
    column.forEach((value, row) => {
      if (Number.isNaN(value)) return;
      const off = value - mean;
      if (seen++ >= warmUp) sums[row]! += Math.min(20, Math.abs(off) / Math.sqrt(variance + 1e-4));
      const weight = Math.max(memory, 1 / seen);
      mean += weight * off;
      variance = (1 - weight) * (variance + weight * off * off);
    });
  }
  return sums.map((sum) => sum / columns.length / (1 + sum / columns.length));
}
