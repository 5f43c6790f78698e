import { expect, test } from 'vitest';
import { openJournal } from '../../source/journal.ts';
import { firstVm, lab, story } from './lab.ts';

test('an injected fault is in the audit once, however many processes meet it', async () => {
  const { medic, pass, inject } = lab();
  const journal = openJournal(':memory:');
  const one = await medic({ mode: 'observe', journal });
  await inject('cpu-hog', firstVm(one).id);
  await pass(10, [one]);
  const two = await medic({ mode: 'observe', journal, holder: 'two' });
  await pass(20, [one, two], true);
  const injected = (lines: readonly string[]) => lines.filter((line) => line.includes('SIMULATED fault')).length;
  expect(injected(journal.latest(100).map(({ words }) => words))).toBe(1);
  expect([one, two].map((engine) => injected(story(engine)))).toEqual([1, 1]);
});
