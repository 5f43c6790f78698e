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
        const outputs = forward.run(input);
        said.forEach((one, node) => {
          expect(outputs[node]).toBeCloseTo(one, 5);
        });
      }
    }),
  );
});

test('weights between nodes that have nothing to do with each other are passed over, and the others are not', () => {
  const { normal } = dice(3);
  const rows = (nodes: number, from: number, to: number) =>
    Array.from({ length: nodes }, () => Array.from({ length: 40 }, (_, k) => (k >= from && k < to ? normal() : 0)));
  const first = { weights: Array.from({ length: 40 }, () => [normal(), normal()]), biases: new Array(40).fill(0.1) };
  const second = {
    weights: [...rows(16, 0, 20), ...rows(16, 20, 40), ...rows(5, 7, 8)],
    biases: new Array(37).fill(-0.2),
  };
  const outputs = new Forward([first, second]).run([0.5, -1]);
  const hidden = first.weights.map(([a, b], node) => sigmoid(0.5 * a! - b! + first.biases[node]!));
  second.weights.forEach((row, node) => {
    const sum = row.reduce((before, weight, k) => before + weight * hidden[k]!, second.biases[node]!);
    expect(outputs[node]).toBeCloseTo(sigmoid(sum), 5);
  });
});

test('its sigmoids are those of plain numbers, to seven digits, as far as there is anything to tell', () => {
  const sums = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 20);
  const forward = new Forward([{ weights: Array.from(sums, () => [0]), biases: sums }]);
  forward.run([1]).forEach((one, node) => {
    expect(Math.abs(one - 1 / (1 + Math.exp(-sums[node]!)))).toBeLessThan(2e-7);
  });
});
