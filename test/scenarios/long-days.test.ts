import { expect, test } from 'vitest';
import { scenarios } from '../../models/scenarios/index.ts';
import { loadModel } from '../../source/model-file.ts';
import { play } from '../../source/play.ts';

const model = loadModel();

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
