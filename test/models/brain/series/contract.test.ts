import { expect, test } from 'vitest';
import type { Dataset, Series } from '../../../../models/brain/dataset.ts';
import type { Trained } from '../../../../models/brain/learning.ts';
import { type SeriesModel, scoreSeries, trainSeries } from '../../../../models/brain/series/index.ts';
import { dice } from '../../../../models/random.ts';

/** Hosts with a metric that jumps while failing, one that says nothing, one that never moves, and one that is often empty. */
function someHosts(): Dataset {
  const rolls = dice(3);
  const series = ['x/a', 'x/b', 'y/a', 'y/c'].map((entity): Series => {
    const rows = 300;
    const labels = Int8Array.from({ length: rows }, (_, row) => (row < 50 ? -1 : row % 100 >= 85 ? 1 : 0));
    const column = (of: (row: number) => number) => Float32Array.from({ length: rows }, (_, row) => of(row));
    return {
      entity,
      times: Float64Array.from({ length: rows }, (_, row) => 60 * row),
      columns: [
        column((row) => rolls.normal() + (labels[row] === 1 ? 8 : 0)),
        column(() => rolls.normal()),
        column(() => 5),
        column(() => (rolls.next() < 0.5 ? Number.NaN : rolls.normal())),
      ],
      labels,
      faults: new Array(rows).fill(''),
    };
  });
  return { metrics: ['jumps', 'noise', 'constant', 'holes'], series };
}

function run(dataset: Dataset, folds: number): Trained<SeriesModel> {
  const work = trainSeries(dataset, { seed: 7, folds });
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

const dataset = someHosts();
const { model, outOfFold } = run(dataset, 2);

test('each row has a probability or none, by the model and out of fold', () => {
  for (const scores of [...outOfFold, ...dataset.series.map((series) => scoreSeries(model, series))]) {
    expect(scores).toHaveLength(300);
    expect(scores.every((score) => Number.isNaN(score) || (score >= 0 && score <= 1))).toBe(true);
  }
});

test('a row is scored from itself and its past, without a look at its label', () => {
  const series = dataset.series[0]!;
  const blind = { ...series, labels: new Int8Array(300).fill(-1), faults: new Array(300).fill('') };
  const part = { ...blind, times: blind.times.slice(0, 200), columns: blind.columns.map((one) => one.slice(0, 200)) };
  expect(scoreSeries(model, part)).toEqual(scoreSeries(model, series).slice(0, 200));
});

test('a model from its file scores as the model itself', () => {
  const read = JSON.parse(JSON.stringify(model)) as typeof model;
  expect(scoreSeries(read, dataset.series[1]!)).toEqual(scoreSeries(model, dataset.series[1]!));
});
