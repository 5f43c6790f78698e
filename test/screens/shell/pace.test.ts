import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from '../../../screens/shell/pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('soon after a pause, and then no more than once in the interval', () => {
  const times: number[] = [];
  const start = performance.now();
  const pace = new Pace(500, () => times.push(performance.now() - start));
  pace.ask();
  for (let i = 0; i < 20; i++) {
    vi.advanceTimersByTime(100);
    pace.ask();
  }
  expect(times).toEqual([50, 550, 1050, 1550]);
});

test('no timer runs while nobody asks, and none after the end', () => {
  const pace = new Pace(500, () => {});
  expect(vi.getTimerCount()).toBe(0);
  pace.ask();
  pace.ask();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(0);
  pace.ask();
  pace.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('a key does not wait', () => {
  let acts = 0;
  const pace = new Pace(500, () => acts++);
  pace.ask();
  pace.hurry();
  expect(acts).toBe(1);
  pace.ask();
  pace.hurry();
  expect(acts).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});
