import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Forward } from '../../../models/brain/forward.ts';
import { sigmoid } from '../../../models/brain/sigmoid.ts';
import { dice } from '../../../models/random.ts';

const size = fc.integer({ min: 1, max: 20 });

test('says what plain sums of each node would, whatever the sizes of its layers and wherever its inputs are 0', () => {
  fc.assert(
    fc.property(fc.array(size, { minLength: 2, maxLength: 4 }), fc.integer(), (sizes, seed) => {
      const { normal, next } = dice(seed);
      const layers = sizes.slice(1).map((nodes, index) => ({
        weights: Array.from({ length: nodes }, () => Float32Array.from({ length: sizes[index]! }, normal)),
        biases: Float32Array.from({ length: nodes }, normal),
      }));
      const forward = new Forward(layers);
      for (let round = 0; round < 3; round++) {
        const input = Float32Array.from({ length: sizes[0]! }, () => (next() < 0.5 ? 0 : normal()));
        const said = layers.reduce(
          (signal: readonly number[], { weights, biases }) => {
            const sums = weights.map((row, node) => row.reduce((sum, one, k) => sum + one * signal[k]!, biases[node]!));
            return sums.map(sigmoid);
          },
          [...input],
        );
        expect([...forward.run(input)]).toEqual(said);
      }
    }),
  );
});
