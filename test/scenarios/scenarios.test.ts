import { describe, expect, test } from 'vitest';
import { scenarios } from '../../models/scenarios/index.ts';
import { loadModel } from '../../source/model-file.ts';
import { play } from '../../source/play.ts';

const model = loadModel();
/** One seed of the training's past and two that it never saw. */
const seeds = [7, 1001, 1002];

describe.each(scenarios.filter(({ id }) => id !== 'quiet-day'))('$id', (scenario) => {
  test.each(seeds)('ends as expected with seed %d', async (seed) => {
    const { failures } = await play(scenario, seed, model);
    expect(failures).toEqual([]);
  });
});

test('a day without a fault brings no heal', { timeout: 120_000 }, async () => {
  const quiet = scenarios.find(({ id }) => id === 'quiet-day')!;
  const { failures, heals } = await play(quiet, 1001, model);
  expect(heals).toEqual([]);
  expect(failures).toEqual([]);
});

test.each(['hang', 'memory-leak'])('a %s that nobody heals for two hours does not pass for usual', async (id) => {
  const { script, ...scenario } = scenarios.find((one) => one.id === id)!;
  const lasting = script.map((line) => ({ ...line, for: 7200 }));
  const { faults } = await play({ ...scenario, script: lasting, mode: 'observe', seconds: 7200 }, 7, model);
  expect(faults).toMatchObject([{ diagnosis: id, words: 'the mode is observe: nothing is done until it is changed' }]);
});

test('the same seed gives the same report', async () => {
  const crash = scenarios.find(({ id }) => id === 'crash')!;
  expect(await play(crash, 5, model)).toEqual(await play(crash, 5, model));
});
