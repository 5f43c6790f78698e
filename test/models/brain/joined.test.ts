import { expect, test } from 'vitest';
import { joined } from '../../../models/brain/joined.ts';
import { Network, trainNetwork } from '../../../models/brain/network.ts';
import { dice } from '../../../models/random.ts';

const names = ['a', 'b', 'c'];
const logOdds = (probability: number) => Math.log(probability / (1 - probability));

/** A network of a size and seed of its own, taught by a little nonsense. */
function network(seed: number, hidden: number[]) {
  const rolls = dice(seed);
  const examples = Array.from({ length: 40 }, () => {
    const input = names.map(() => 2 * rolls.next() - 1);
    return { input, output: [input[0]! > input[1]! ? 1 : 0, input[2]! > 0 ? 1 : 0] };
  });
  return trainNetwork(examples, names, { hidden, passes: 4 }, rolls);
}

test('networks of other sizes are one that says the mean of their log-odds', () => {
  for (const hidden of [
    [[5], [3]],
    [
      [5, 4],
      [3, 6],
    ],
    [
      [20, 9, 4],
      [17, 18, 3],
      [2, 2, 2],
    ],
  ]) {
    const all = hidden.map((sizes, index) => network(index, sizes));
    const one = new Network(joined(all), names);
    const each = all.map((json) => new Network(json, names));
    for (const input of [
      [0.5, -0.2, 0.9],
      [0, 0, 0],
      [-1, 1, -0.5],
    ]) {
      const said = each.map((single) => [...single.run(input)].map(logOdds));
      [...one.run(input)].map(logOdds).forEach((value, output) => {
        expect(value).toBeCloseTo(said.reduce((sum, own) => sum + own[output]!, 0) / all.length, 3);
      });
    }
  }
});

test('one network alone says what it said', () => {
  const json = network(4, [6, 5]);
  const said = new Network(json, names).run([0.1, 0.2, 0.3]).slice();
  new Network(joined([json]), names).run([0.1, 0.2, 0.3]).forEach((one, output) => {
    expect(one).toBeCloseTo(said[output]!, 5);
  });
});
