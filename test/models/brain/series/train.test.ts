import { expect, test } from 'vitest';
import type { Series } from '../../../../models/brain/dataset.ts';
import { bestCommittee } from '../../../../models/brain/series/committees.ts';

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

test('the committee is chosen that ranks best out of fold', () => {
  const data = [series('a', [40, 41, 80])];
  const knows = (id: string) =>
    Float64Array.from({ length: 100 }, (_, row) => (id === 'named' && [40, 41, 80].includes(row) ? 3 : Math.sin(row)));
  expect(bestCommittee(data, (id) => [knows(id)]).committee).toBe('named');
});
