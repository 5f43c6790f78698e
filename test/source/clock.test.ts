import { expect, test, vi } from 'vitest';
import { longestTimer, systemClock } from '../../source/clock.ts';

test.each([longestTimer, longestTimer + 1, 1000 * 31_556_952_000])(
  'a sleep of %i ms does not end at once',
  async (ms) => {
    const stop = new AbortController();
    const ended = vi.fn();
    const sleep = systemClock().sleep(ms, stop.signal).then(ended, ended);
    const warned = vi.fn();
    process.once('warning', warned);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(ended).not.toHaveBeenCalled();
    expect(warned).not.toHaveBeenCalled();
    stop.abort();
    await sleep;
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ name: 'AbortError' }));
  },
);

test('a sleep of nothing ends', async () => {
  await systemClock().sleep(0);
  await systemClock(1000).sleep(1);
});
