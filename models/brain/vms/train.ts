import { faults } from '../../faults/index.ts';
import { metrics } from '../../metrics/index.ts';
import { type Dice, dice } from '../../random.ts';
import { calibrated } from '../calibration.ts';
import { type Dataset, groupOf } from '../dataset.ts';
import { featureNames, leastSamples } from '../features.ts';
import { foldsOf } from '../folds.ts';
import { foldsFor, type LearningOptions, meritsOf, type Progress, type Trained } from '../learning.ts';
import type { Model } from '../model.ts';
import { Network } from '../network.ts';
import { type Answered, fitted, healthyMeanOf, taught, usualTraining } from '../train.ts';
import { chooseAlarm } from './alarm.ts';
import { knownMetrics } from './columns.ts';
import { judged, lessonsOf, rowsOf, silencesOf, type Watched, watched } from './lessons.ts';

const causes = faults.map(({ id }) => id);

/**
 * Trains the console's own brain on labelled data whose columns are its metrics; a row's fault is its cause where the
 * catalogue knows it. Out-of-fold scores are such as `scoreVms` gives. A generator with folds and seed as `trainSeries`.
 * Throws a RangeError where no column is a metric, no row fails, or there are fewer entities than folds.
 */
export function* trainVms(dataset: Dataset, options: LearningOptions): Generator<Progress, Trained<Model>> {
  const { metrics: names, series } = dataset;
  if (!knownMetrics(names).some(Boolean)) throw new RangeError(`none of the columns is one of ${known}.`);
  const folds = foldsFor(options, new Set(series.map(groupOf)).size);
  const rolls = dice(options.seed);
  const fold = foldsOf(series, folds, rolls.fork('folds'));
  const of = series.length + folds + 1;
  const all: Watched[] = [];
  for (const one of series) {
    yield { done: all.length, of, words: `looking at ${one.entity}` };
    all.push(watched(names, one, rolls.fork(one.entity)));
  }
  const { raw, answers } = yield* examine(all, fold, rolls, of);
  yield { done: of - 1, of, words: "the model's network" };
  const { json, lessons } = teach(all, rolls.fork('model'));
  // One calibration for all: one for each fold would shift entities against each other.
  const fit = fitted({ causes, json, healthyMean: healthyMeanOf(lessons), answers });
  const probabilities = raw.map((own) => own.map((one) => calibrated(one, fit.calibration)));
  const { thresholds, scored } = chooseAlarm(series.map(judged), probabilities);
  const samples = all.reduce((sum, one) => sum + rowsOf(one).length, 0);
  const scores = meritsOf(scored, thresholds.raise);
  const trainedOn = { data: '', samples, seeds: [options.seed], scores };
  return { model: { ...fit, thresholds, trainedOn }, outOfFold: scored.map((one) => one.scores) };
}

/** Lets each entity be judged by a network that was taught by those of the other folds. */
function* examine(all: readonly Watched[], fold: readonly number[], rolls: Dice, of: number) {
  const folds = Math.max(...fold) + 1;
  const raw: Float64Array[] = [];
  const answers: Answered[] = [];
  for (let left = 0; left < folds; left++) {
    yield { done: all.length + left, of, words: `fold ${left + 1} of ${folds}` };
    const others = all.filter((_, index) => fold[index] !== left);
    const { network } = teach(others, rolls.fork(`fold ${left}`));
    all.forEach((one, index) => {
      if (fold[index] === left) raw[index] = answersOf(network, one);
    });
    const own = all.filter((_, index) => fold[index] === left);
    for (const lesson of lessonsOf(own, rolls.fork(`kept back ${left}`))) {
      answers.push({ ...lesson, outputs: network.run(lesson.input).slice() });
    }
  }
  return { raw, answers };
}

const known = metrics.map(({ id }) => id).join(', ');

function teach(all: readonly Watched[], rolls: Dice) {
  const lessons = [...lessonsOf(all, rolls.fork('lessons')), ...silencesOf(all, rolls.fork('silences'))];
  if (!lessons.some(({ failing }) => failing)) {
    const uncounted = `the first ${leastSamples - 1} rows of each entity and lost telemetry do not count`;
    throw new RangeError(`no row is failing outside of one fold (${uncounted}).`);
  }
  const json = taught({ causes, lessons, training: usualTraining(lessons.length) }, rolls.fork('network'));
  return { lessons, json, network: new Network(json, featureNames) };
}

/** The network's answer to each row; NaN where there are too few samples. */
function answersOf(network: Network, { series, input }: Watched): Float64Array {
  return series.times.map((_, row) => {
    const one = input(row);
    return one ? network.run(one)[0]! : Number.NaN;
  });
}
