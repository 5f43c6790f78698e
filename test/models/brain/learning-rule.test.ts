import brain from 'brain.js';
import { expect, test } from 'vitest';
import { toSigmoids } from '../../../models/brain/learning-rule.ts';
import { dice } from '../../../models/random.ts';

test('tanh nodes say as sigmoids what they said before, their outputs as probabilities', () => {
  const rolls = dice(5);
  const node = (before: number) => ({
    bias: rolls.normal(),
    weights: Object.fromEntries(Array.from({ length: before }, (_, k) => [k, rolls.normal()])),
  });
  const layer = (size: number, before: number) =>
    Object.fromEntries(Array.from({ length: size }, (_, k) => [k, before ? node(before) : {}]));
  const json = {
    ...{ sizes: [3, 4, 3, 2], inputLookup: false, outputLookup: false, trainOpts: {}, activation: 'tanh' },
    layers: [layer(3, 0), layer(4, 3), layer(3, 4), layer(2, 3)],
  };
  const said = (it: typeof json, input: number[]) => {
    const network = new brain.NeuralNetwork();
    network.fromJSON(structuredClone(it) as never);
    return network.run(input) as number[];
  };
  const inputs = Array.from({ length: 20 }, () => [rolls.normal(), rolls.normal(), rolls.normal()]);
  const before = inputs.map((input) => Array.from(said(json, input), (one) => (1 + one) / 2));
  toSigmoids(json);
  inputs.forEach((input, index) => {
    said(json, input).forEach((one, k) => {
      expect(one).toBeCloseTo(before[index]![k]!, 5);
    });
  });
});
