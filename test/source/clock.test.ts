import { expect, test } from 'vitest';
import { ManualClock, systemClock } from '../../source/clock.ts';

test('the time goes on evenly while the machine’s clock is set, and is by it again once it is followed', () => {
  const machine = { at: 1_000_000, by: 0 };
  const clock = systemClock(1, { wall: () => machine.at + machine.by, passed: () => machine.at });
  machine.at += 500;
  expect(clock.now()).toBe(1_000_500);
  machine.by = -3_600_000;
  machine.at += 500;
  expect([clock.now(), clock.jump!()]).toEqual([1_001_000, -3_600_000]);
  clock.follow!();
  expect([clock.now(), clock.jump!()]).toEqual([1_001_000 - 3_600_000, 0]);
  machine.at += 500;
  expect(clock.now()).toBe(1_001_500 - 3_600_000);
});

test('a clock that hurries is followed as far as it was set, no further', () => {
  const machine = { at: 0, by: 0 };
  const clock = systemClock(10, { wall: () => machine.at + machine.by, passed: () => machine.at });
  machine.at = 1000;
  machine.by = 60_000;
  expect(clock.now()).toBe(10_000);
  clock.follow!();
  expect(clock.now()).toBe(70_000);
});

test('who sleeps wakes after the same time, however the clock is set', async () => {
  const clock = new ManualClock(0);
  const woken: number[] = [];
  void clock.sleep(1000).then(() => woken.push(clock.now()));
  clock.set(-3_600_000);
  clock.follow();
  clock.advance(999);
  await Promise.resolve();
  expect(woken).toEqual([]);
  clock.advance(1);
  await Promise.resolve();
  expect(woken).toEqual([1000 - 3_600_000]);
});
