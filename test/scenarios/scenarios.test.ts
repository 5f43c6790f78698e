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

test('the same seed gives the same report', async () => {
  const crash = scenarios.find(({ id }) => id === 'crash')!;
  expect(await play(crash, 5, model)).toEqual(await play(crash, 5, model));
});
