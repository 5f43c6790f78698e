import fc from 'fast-check';
import { expect, test } from 'vitest';
import { History } from '../../../../models/brain/series/history.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 });

test('quantiles are those of every value while there is room', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
      const history = new History(512);
      for (const value of all) history.push(value);
      const sorted = all.toSorted((a, b) => a - b);
      expect(history.quantile(share)).toBe(sorted[Math.min(all.length - 1, Math.floor(share * all.length))]);
    }),
  );
});

test('a full room keeps every other value, from the first to the last, and stays as full as it may be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (count) => {
      const history = new History(16);
      for (let value = 0; value < count; value++) history.push(value);
      expect(history.count).toBeLessThanOrEqual(16);
      expect(history.count).toBeGreaterThanOrEqual(Math.min(count, 8));
      expect(history.quantile(0)).toBe(0);
      expect(history.quantile(1)).toBeGreaterThanOrEqual(count - 1 - count / 8);
    }),
  );
});

test('without a past there are no quantiles', () => {
  expect(new History().quantile(0.5)).toBeNaN();
});
