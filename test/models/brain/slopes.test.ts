import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstOf, padded, together } from '../../../models/brain/kernel.ts';
import { Slopes } from '../../../models/brain/slopes.ts';
import { dice } from '../../../models/random.ts';

const size = fc.integer({ min: 1, max: 20 });

test('sums up over examples what each weight brought in, whatever the size of its layer', () => {
  fc.assert(
    fc.property(size, size, fc.integer(), (inputs, nodes, seed) => {
      const { normal } = dice(seed);
      const slopes = new Slopes(inputs, padded(nodes));
      const expected = new Float32Array(inputs * padded(nodes));
      for (let example = 0; example < 3; example++) {
        const values = Float32Array.from({ length: inputs }, normal);
        const shares = Float32Array.from({ length: nodes }, normal);
        slopes.add(values, shares);
        for (const [node, share] of shares.entries()) {
          for (const [k, value] of values.entries()) expected[firstOf(node, inputs) + together * k]! += value * share;
        }
      }
      expected.forEach((one, place) => {
        expect(slopes.sums[place]).toBeCloseTo(one, 4);
      });
    }),
  );
});
