import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changed, difference } from '../../../models/recording/change.ts';
import { Names } from '../../../models/recording/names.ts';
import { fromPlain, toPlain } from '../../../models/recording/plain.ts';

/** Values as a state has them: maps by id, lists, records, and all that JSON has trouble with. */
const value = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(undefined, null, Number.NaN, Number.POSITIVE_INFINITY, 0.1),
  ),
  record: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$map', '$number', '=', '.', '[')), tie('any'), {
    maxKeys: 4,
  }),
  map: fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), tie('any')), { maxLength: 4 })
    .map((pairs) => new Map(pairs)),
  list: fc.array(tie('any'), { maxLength: 6 }),
  any: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('record'), tie('map'), tie('list')),
})).any;

/** Through JSON, as a file has it. */
const filed = <T>(one: T): T => JSON.parse(JSON.stringify(one)) as T;

describe('a change', () => {
  test('makes of the old value the new one, through a file', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        const [told, read] = [new Names(), new Names()];
        const before = fromPlain(filed(toPlain(first)));
        const change = difference(first, second, told);
        for (const name of told.news()) read.number(name);
        const after = change === undefined ? before : changed(before, filed(change), read);
        expect(fromPlain(toPlain(after))).toEqual(fromPlain(toPlain(second)));
      }),
      { numRuns: 500 },
    );
  });

  test('of lists that slide is as long as what is new', () => {
    const long = Array.from({ length: 60 }, (_, i) => i / 7);
    expect(difference(long, [...long.slice(1), 0.5], new Names())).toEqual({ '[': [1, 60], z: [0.5] });
    expect(difference(long, [9, ...long.slice(0, -1)], new Names())).toEqual({ '[': [0, 59], a: [9] });
    expect(difference([], [1], new Names())).toEqual({ '=': [1] });
  });

  test('of what only the sixth digit tells apart is none', () => {
    expect(difference({ a: 0.1234561 }, { a: 0.1234562 }, new Names())).toBeUndefined();
  });
});
