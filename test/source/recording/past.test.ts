import { expect, test } from 'vitest';
import { Past } from '../../../source/recording/past.ts';
import { memoryShelf } from '../../../source/recording/shelf.ts';
import { recorded, seen } from './fixture.ts';

test('each moment of the past is what was believed then, of VMs, verdicts, incidents and history', async () => {
  const shelf = memoryShelf();
  const { moments, engine } = await recorded(shelf, { polls: 150 });
  const past = new Past(shelf);
  expect(shelf.list().length).toBeGreaterThan(2);
  for (const [at, live] of moments) expect(seen(past.moment(at, 'at')!)).toEqual(live);
  expect(engine.getState().history.map(({ phase }) => phase)).toContain('resolved');
});
