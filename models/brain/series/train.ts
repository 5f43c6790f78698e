import { type Dice, dice } from '../../random.ts';
import { type Dataset, groupOf, type Series } from '../dataset.ts';
import { thresholdToRaise } from '../evaluation/index.ts';
import { foldsOf } from '../folds.ts';
import { foldsFor, type LearningOptions, meritsOf, type Progress, type Trained } from '../learning.ts';
import { bestCommittee } from './committees.ts';
import { examine } from './examine.ts';
import { featuresOf, scalesOf } from './features.ts';
import { fitted, probabilities } from './fit.ts';
import { decide, kindsOf } from './jury.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type KindId, type Lesson, trainTwins } from './members.ts';
import { type SeriesModel, seriesVersion } from './model.ts';

/**
 * Trains on a data set. Entities with the same last '/'-segment stay in one fold; out-of-fold scores are in the order of
 * the series (NaN: no opinion). A generator, so that a worker can tell how far it is. The same data and seed give the
 * same model. Throws a RangeError where there are fewer entities than folds, or fewer than two.
 */
export function* trainSeries(dataset: Dataset, options: LearningOptions): Generator<Progress, Trained<SeriesModel>> {
  const { metrics, series } = dataset;
  const folds = foldsFor(options, new Set(series.map(groupOf)).size);
  const rolls = dice(options.seed);
  const fold = foldsOf(series, folds, rolls.fork('folds'));
  const layout = layoutOf(metrics);
  const of = series.length + kindsOf().length * (folds + 1);
  const lessons: Lesson[] = [];
  for (const one of series) {
    yield { done: lessons.length, of, words: `looking at ${one.entity}` };
    lessons.push({ series: one, features: featuresOf(layout, one) });
  }
  const opinions = yield* counted(examine(layout, lessons, fold, rolls), lessons.length, of);
  const decided = bestCommittee(series, (id) =>
    lessons.map(({ features }, index) => decide(id, opinions[index]!, features)),
  );
  // One calibration for all: one for each fold would shift entities against each other.
  const calibration = fitted(series, decided.logOdds);
  const outOfFold = decided.logOdds.map((own) => probabilities(own, calibration));
  const scored = series.map((one, index) => ({ series: one, scores: outOfFold[index]! }));
  // Probabilities have a ceiling; so has a threshold.
  const raise = Math.min(1, thresholdToRaise(scored) ?? 1);
  const trained = yield* counted(networksOf(decided.committee, layout, lessons, rolls), of - kindsOf().length, of);
  const model = {
    ...{ kind: 'series' as const, version: seriesVersion, metrics },
    thresholds: { raise },
    trainedOn: { data: '', entities: series.length, ...labelled(series), scores: meritsOf(scored, raise) },
    ...{ committee: decided.committee, ...trained, calibration },
  };
  return { model, outOfFold };
}

/** The networks that a committee asks, taught by all entities. */
function* networksOf(committee: SeriesModel['committee'], layout: Layout, lessons: readonly Lesson[], rolls: Dice) {
  const scales = scalesOf(
    layout,
    lessons.map(({ features }) => features),
  );
  const networks: { kind: KindId; json: unknown }[] = [];
  for (const kind of kindsOf([committee])) {
    yield `the model's networks: ${kind}`;
    const jsons = trainTwins(kind, { layout, lessons, scales }, rolls.fork('model'));
    networks.push(...jsons.map((json) => ({ kind, json })));
  }
  return { scales, networks };
}

/** What a part of the work says, with how far the whole has come. */
function* counted<T>(work: Generator<string, T>, done: number, of: number): Generator<Progress, T> {
  for (let at = done; ; at++) {
    const { done: isDone, value } = work.next();
    if (isDone) return value;
    yield { done: at, of, words: value };
  }
}

function labelled(series: readonly Series[]) {
  const rows = (label: number) =>
    series.reduce((sum, { labels }) => sum + labels.reduce((n, one) => n + (one === label ? 1 : 0), 0), 0);
  return { rows: rows(0) + rows(1), failing: rows(1) };
}
