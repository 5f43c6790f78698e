import { expect, test } from 'vitest';
import { thresholdForBudget, thresholdToRaise } from '../../../../models/brain/evaluation/index.ts';

/** Ten healthy hours and a fault that is scored higher and higher. */
function scored(healthy: readonly number[], failing: readonly number[]) {
  const rows = 600;
  const first = rows - failing.length;
  const series = {
    entity: 'a',
    times: Float64Array.from({ length: rows }, (_, row) => 60 * row),
    columns: [],
    labels: Int8Array.from({ length: rows }, (_, row) => (row < first ? 0 : 1)),
    faults: new Array<string>(rows).fill(''),
  };
  const scores = Float64Array.from({ length: rows }, (_, row) =>
    row < first ? (healthy[row % 100] ?? 0.1) : failing[row - first]!,
  );
  return [{ series, scores }];
}

test('where faults and health are far apart, the threshold lies between them and does not wait for a fault’s height', () => {
  const all = scored([], [0.6, 0.8, 0.98]);
  expect(thresholdForBudget(all)).toBeCloseTo(0.1);
  expect(thresholdToRaise(all)).toBeCloseTo((0.1 + 0.98) / 2);
});

test('no lower than to the highest healthy score under the height: what more it found would be false', () => {
  expect(thresholdToRaise(scored([0.95], [0.6, 0.8, 0.98]))).toBeCloseTo((0.95 + 0.98) / 2);
});
