import brain from 'brain.js';
import { expect, test } from 'vitest';
import { learnFromSurprise, toSigmoids } from '../../../models/brain/learning-rule.ts';
import { dice } from '../../../models/random.ts';

type Json = Parameters<typeof toSigmoids>[0];

/** A network of tanh nodes, and inputs for it. */
function rolled(sizes: number[]): { json: Json; inputs: number[][] } {
  const rolls = dice(5);
  const node = (before: number) => ({
    bias: rolls.normal(),
    weights: Object.fromEntries(Array.from({ length: before }, (_, k) => [k, rolls.normal()])),
  });
  const layers = sizes.map((size, layer) =>
    Object.fromEntries(Array.from({ length: size }, (_, k) => [k, layer ? node(sizes[layer - 1]!) : {}])),
  );
  const json = { sizes, inputLookup: false, outputLookup: false, trainOpts: {}, activation: 'tanh', layers };
  return { json, inputs: Array.from({ length: 20 }, () => Array.from({ length: sizes[0]! }, rolls.normal)) };
}

function networkOf(json: Json): brain.NeuralNetwork {
  const network = new brain.NeuralNetwork();
  network.fromJSON(structuredClone(json) as never);
  return network;
}

test('a network that learns by it says what brain.js would, however many nodes its layers have', () => {
  for (const sizes of [
    [3, 4, 2],
    [5, 9, 6, 7],
    [1, 1, 1],
    [2, 3, 5, 1],
  ]) {
    const { json, inputs } = rolled(sizes);
    const [own, other] = [networkOf(json), networkOf(json)] as unknown as Runs[];
    learnFromSurprise(own, 1);
    for (const input of inputs.map((one) => Float32Array.from(one))) {
      const said = own!.runInput(input);
      other!.runInput(input).forEach((one, k) => {
        expect(said[k]).toBeCloseTo(one, 5);
      });
    }
  }
});

type Runs = { runInput(input: Float32Array): Float32Array };

test('tanh nodes say as sigmoids what they said before, their outputs as probabilities', () => {
  const { json, inputs } = rolled([3, 4, 3, 2]);
  const said = (input: number[]) => Array.from(networkOf(json).run(input) as number[]);
  const before = inputs.map((input) => said(input).map((one) => (1 + one) / 2));
  toSigmoids(json);
  inputs.forEach((input, index) => {
    said(input).forEach((one, k) => {
      expect(one).toBeCloseTo(before[index]![k]!, 5);
    });
  });
});
