import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sigmoid } from '../../../models/brain/sigmoid.ts';

test('is the sigmoid, to a part in five million', () => {
  fc.assert(
    fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (x) => {
      expect(Math.abs(sigmoid(x) - 1 / (1 + Math.exp(-x)))).toBeLessThan(2e-7);
    }),
  );
  expect([sigmoid(-16), sigmoid(0), sigmoid(16)]).toEqual([0, 0.5, 1]);
});
