import { expect, test } from 'vitest';
import type { Series } from '../../../models/brain/dataset.ts';
import { foldsOf } from '../../../models/brain/folds.ts';
import { dice } from '../../../models/random.ts';

function series(entity: string): Series {
  return { entity, times: new Float64Array(1), columns: [], labels: new Int8Array(1), faults: [''] };
}

test('folds hold whole entities, two days of one service together, about as many in each', () => {
  const all = ['d1/a', 'd2/a', 'd1/b', 'd1/c', 'd2/c', 'd1/d', 'd1/e'].map((entity) => series(entity));
  const fold = foldsOf(all, 2, dice(4));
  expect([fold[1], fold[4]]).toEqual([fold[0], fold[3]]);
  expect(new Set(fold)).toEqual(new Set([0, 1]));
  expect(foldsOf(all, 2, dice(4))).toEqual(fold);
  expect(() => foldsOf(all, 6, dice(4))).toThrow('6 folds need as many entities, and there are 5.');
});
