import { expect, test } from 'vitest';
import type { Series } from '../../../../models/brain/dataset.ts';
import { bestCommittee } from '../../../../models/brain/series/committees.ts';
import { foldsOf } from '../../../../models/brain/series/folds.ts';
import { dice } from '../../../../models/random.ts';

function series(entity: string, failing: readonly number[] = []): Series {
  const rows = 100;
  return {
    entity,
    times: Float64Array.from({ length: rows }, (_, row) => 60 * row),
    columns: [new Float32Array(rows)],
    labels: Int8Array.from({ length: rows }, (_, row) => (failing.includes(row) ? 1 : 0)),
    faults: new Array(rows).fill(''),
  };
}

test('folds hold whole entities, two days of one service together, about as many in each', () => {
  const all = ['d1/a', 'd2/a', 'd1/b', 'd1/c', 'd2/c', 'd1/d', 'd1/e'].map((entity) => series(entity));
  const fold = foldsOf(all, 2, dice(4));
  expect([fold[1], fold[4]]).toEqual([fold[0], fold[3]]);
  expect(new Set(fold)).toEqual(new Set([0, 1]));
  expect(foldsOf(all, 2, dice(4))).toEqual(fold);
  expect(() => foldsOf(all, 6, dice(4))).toThrow('6 folds need as many entities, and there are 5.');
});

test('the committee is chosen that ranks best out of fold', () => {
  const data = [series('a', [40, 41, 80])];
  const knows = (id: string) =>
    Float64Array.from({ length: 100 }, (_, row) => (id === 'named' && [40, 41, 80].includes(row) ? 3 : Math.sin(row)));
  expect(bestCommittee(data, (id) => [knows(id)]).committee).toBe('named');
});
