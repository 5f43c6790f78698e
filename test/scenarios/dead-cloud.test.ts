import { setImmediate as breath } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { healthCounts } from '../../models/health.ts';
import { lab, story } from './lab.ts';

test('what a cloud said grows old while it hangs, and is unknown after some polls, with nothing coming from it', async () => {
  const { clock, simulator, medic } = lab({ timeout: 2 });
  const engine = await medic({ mode: 'observe' });
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 5) {
      clock.advance(5000);
      for (let turn = 0; turn < 40; turn++) await breath();
    }
  };
  const running = engine.run();
  await pass(20);
  expect(healthCounts(engine.getState())).toEqual({ unhealthy: 0, unknown: 0 });

  simulator.trouble.push({ service: 'compute', kind: 'hang' });
  let changes = 0;
  engine.subscribe(() => changes++);
  await pass(60);
  expect(healthCounts(engine.getState())).toEqual({ unhealthy: 0, unknown: 6 });
  expect(story(engine).filter((line) => line.startsWith('source: nova'))).toEqual([
    expect.stringMatching(/^source: nova fails: Nova has not answered for \d\d s$/),
  ]);
  // Once a poll, and no oftener.
  expect(changes).toBeLessThanOrEqual(6);

  simulator.trouble.length = 0;
  await engine.idle().catch(() => undefined);
  await pass(120);
  expect(healthCounts(engine.getState()).unknown).toBe(0);
  expect(story(engine).at(-1)).toBe('source: nova answers again');
  engine.stop();
  await running;
});
