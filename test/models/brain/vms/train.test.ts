import { describe, expect, test } from 'vitest';
import type { Dataset, Series } from '../../../../models/brain/dataset.ts';
import { judge } from '../../../../models/brain/judge.ts';
import { replay } from '../../../../models/brain/vms/replay.ts';
import { scoreVms } from '../../../../models/brain/vms/score.ts';
import { trainVms } from '../../../../models/brain/vms/train.ts';
import { dice } from '../../../../models/random.ts';

const rows = 240;
const names = ['CPU', 'mem', 'm01'];

/** VMs a minute a row, each with a pinned processor from row 100 on, and with something the catalogue does not know from 220 on. */
function someVms(fault = 'cpu-hog'): Dataset {
  const rolls = dice(3);
  const kind = (row: number) => (row >= 220 ? 'gremlin' : row >= 100 && row < 120 ? fault : '');
  const series = Array.from({ length: 4 }, (_, vm): Series => {
    const column = (of: (row: number) => number) => Float32Array.from({ length: rows }, (_, row) => of(row));
    return {
      entity: `vm-${vm}`,
      times: Float64Array.from({ length: rows }, (_, row) => 1_700_000_000 + 60 * row),
      columns: [
        column((row) => (kind(row) === fault ? 99.5 : 20 + 3 * rolls.normal())),
        column((row) => 40 + rolls.normal() + (kind(row) === 'gremlin' ? 40 : 0)),
        column(() => rolls.normal()),
      ],
      labels: Int8Array.from({ length: rows }, (_, row) => (row < 20 ? -1 : kind(row) ? 1 : 0)),
      faults: Array.from({ length: rows }, (_, row) => kind(row)),
    };
  });
  return { metrics: names, series };
}

function run(dataset: Dataset, folds = 0) {
  const work = trainVms(dataset, { seed: 7, folds });
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    expect(value.done).toBeLessThan(value.of);
  }
}

describe('the console’s own brain, taught by labelled rows', () => {
  const dataset = someVms();
  const { model, outOfFold } = run(dataset);

  /** What the console says after a row, or so many polls later without another sample. */
  function verdictAt(wanted: number, later = 0) {
    for (const { row, vm, ring, at, granularity } of replay(names, dataset.series[1]!)) {
      if (row === wanted) return judge({ vms: [vm], ring, at: at + later * 60_000, granularity, model })[0]!;
    }
    throw new Error('no such row');
  }

  test('it finds each fault in VMs that it never saw, and says in the model how well', () => {
    expect(model.trainedOn).toMatchObject({ samples: 4 * 220, seeds: [7], scores: { eventsFound: 1 } });
    expect(model.trainedOn.scores.prAuc).toBeGreaterThan(0.9);
    expect(outOfFold.map(({ length }) => length)).toEqual([rows, rows, rows, rows]);
    const scores = scoreVms(model, names, dataset.series[0]!);
    expect(scores[118]).toBeGreaterThanOrEqual(model.thresholds.raise);
    expect(scores[90]).toBeLessThan(model.thresholds.raise);
  });

  test('a fault of the catalogue is named, another one is none of its causes, and silence is no failure', () => {
    expect(verdictAt(115)).toMatchObject({ diagnosis: 'cpu-hog' });
    expect(verdictAt(235).diagnosis).toBeUndefined();
    expect(verdictAt(235).probability).toBeGreaterThan(0.5);
    const silent = verdictAt(90, 20);
    expect(silent).toMatchObject({ diagnosis: 'telemetry-loss' });
    expect(silent.probability).toBeLessThan(model.thresholds.raise);
  });

  test('the same data and seed give the same model', () => {
    expect(JSON.stringify(run(someVms()).model)).toBe(JSON.stringify(model));
  });
});

test('a row of lost telemetry is not judged as a failure', () => {
  const { metrics, series } = someVms('telemetry-loss');
  const { model } = run({ metrics, series });
  expect(model.trainedOn.scores.eventsFound).toBe(1);
  expect(scoreVms(model, names, series[0]!)[115]).toBeLessThan(model.thresholds.raise);
});

test('what nothing can be learnt from is refused', () => {
  const { series } = someVms();
  expect(() => run({ metrics: ['m1', 'm2', 'm3'], series })).toThrow(/none of the columns is one of cpu, memory/);
  const healthy = series.map((one) => ({ ...one, labels: one.labels.map((label) => Math.min(0, label)) }));
  expect(() => run({ metrics: names, series: healthy })).toThrow('no row is failing');
});
