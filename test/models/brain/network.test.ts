import brain from 'brain.js';
import { expect, test } from 'vitest';
import { type Example, Network, trainNetwork } from '../../../models/brain/network.ts';
import { dice } from '../../../models/random.ts';

const names = ['left', 'right'];
const examples: Example[] = [0, 1].flatMap((left) =>
  [0, 1].map((right) => ({ input: [left, right], output: [left ^ right, left & right] })),
);
const training = { hidden: [6], passes: 6000 };

test('learns, and the same dice give the same weights', () => {
  const json = trainNetwork(examples, names, training, dice(3));
  const network = new Network(json, names);
  for (const { input, output } of examples) {
    network.run(input).forEach((answer, i) => {
      expect(answer).toBeCloseTo(output[i]!, 0);
    });
  }
  expect(trainNetwork(examples, names, training, dice(3))).toEqual(json);
  expect(trainNetwork(examples, names, training, dice(4))).not.toEqual(json);
});

test('answers the same after a way through a file', () => {
  const json = trainNetwork(examples, names, { ...training, passes: 3 }, dice(3));
  const read = new Network(JSON.parse(JSON.stringify(json)), names);
  expect([...read.run([1, 0])]).toEqual([...new Network(json, names).run([1, 0])]);
});

test('says what brain.js itself would say', () => {
  const json = trainNetwork(examples, names, { ...training, hidden: [6, 5], passes: 50 }, dice(3));
  const itself = new brain.NeuralNetwork();
  itself.fromJSON(structuredClone(json));
  const network = new Network(json, names);
  for (const input of [
    [0, 0],
    [0.3, -0.7],
    [-1, 1],
  ]) {
    const said = itself.run(input) as number[];
    network.run(input).forEach((answer, i) => {
      expect(answer).toBeCloseTo(said[i]!, 6);
    });
  }
});

test('hears a small difference far from nothing', () => {
  const far = examples.map(({ input, output }) => ({ input: Array.from(input, (one) => 7 + one / 5), output }));
  const network = new Network(trainNetwork(far, names, training, dice(3)), names);
  for (const { input, output } of far) {
    network.run(input).forEach((answer, i) => {
      expect(answer).toBeCloseTo(output[i]!, 0);
    });
  }
});

test('gives no say to an input of which it has seen nothing', () => {
  const blind = [...names, 'never'];
  const seen = examples.map(({ input, output }) => ({ input: [...Array.from(input), 0], output }));
  const network = new Network(trainNetwork(seen, blind, { ...training, passes: 5 }, dice(3)), blind);
  expect([...network.run([1, 0, 0])]).toEqual([...network.run([1, 0, 1])]);
});

test('refuses NaN by the name of its feature, in training and in use', () => {
  const poisoned = [...examples, { input: [1, Number.NaN], output: [0, 0] }];
  expect(() => trainNetwork(poisoned, names, training, dice(3))).toThrow('The feature right is NaN');
  const network = new Network(trainNetwork(examples, names, { ...training, passes: 1 }, dice(3)), names);
  expect(() => network.run([Number.NaN, 1])).toThrow('The feature left is NaN');
  expect(() => network.run([1])).toThrow('takes 2 features, not 1');
  expect(() => trainNetwork([{ input: [1, 1], output: [Number.NaN] }], names, training, dice(3))).toThrow('output');
  expect(() => trainNetwork([], names, training, dice(3))).toThrow('no examples');
});
