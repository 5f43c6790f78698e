import { describe, expect, test } from 'vitest';
import { exhaustion, nothing } from '../../../models/brain/exhaustion.ts';
import { sideOf } from '../../../models/brain/track/layout.ts';
import { Window } from '../../../models/brain/window.ts';
import { dice } from '../../../models/random.ts';
import { busy, history, now, vm } from './history.ts';

/** How soon a VM's memory is full, by its level so many seconds before now. */
function soon(level: (ago: number, noise: () => number) => number, minutes = 30) {
  const ring = history((ago, noise) => ({ ...busy(noise), memory: level(ago, noise) }), { minutes, age: 0 });
  return exhaustion(new Window().read(vm(), ring, now, 10), sideOf.memory, { ...nothing });
}

describe('how soon a memory is full', () => {
  test.each([0.2, 0.5, 1, 4])('at %d per cent a minute, with the truth in the band', (pace) => {
    const full = soon((ago, noise) => 80 - (pace * Math.min(ago, 1200)) / 60 + 0.3 * noise());
    const truth = 17 / pace;
    expect(full.minutes).toBeGreaterThan(0.75 * truth);
    expect(full.minutes).toBeLessThan(1.35 * truth);
    expect(full.soonest).toBeLessThan(truth);
    expect(full.latest).toBeGreaterThan(truth);
    expect(full.latest).toBeLessThan(3 * truth);
  });

  test('is not told by a level that wanders, a step that is over, or one that falls', () => {
    for (const level of [
      (_: number, noise: () => number) => 60 + noise(),
      ...[60, 100, 200, 400, 900].map(
        (over) => (ago: number, noise: () => number) => (ago > over ? 40 : 60) + 0.3 * noise(),
      ),
      (ago: number) => 60 + ago / 100,
      () => 60,
      () => Number.NaN,
    ]) {
      expect(soon(level)).toMatchObject(nothing);
    }
  });

  test('lies in the band in most of many leaks', () => {
    const rolls = dice(11);
    const leaks = Array.from({ length: 60 }, () => {
      const [pace, noise, seconds] = [0.3 + 3 * rolls.next(), 0.1 + rolls.next(), 240 + 900 * rolls.next()];
      const full = soon((ago, normal) => 60 - (pace * Math.min(ago, seconds)) / 60 + noise * normal());
      return { full, truth: 37 / pace };
    });
    const told = leaks.filter(({ full }) => full.minutes < 1000);
    expect(told.length).toBeGreaterThan(45);
    const right = told.filter(({ full, truth }) => full.soonest <= truth && truth <= full.latest);
    expect(right.length / told.length).toBeGreaterThan(0.85);
    const narrow = told.filter(({ full }) => full.latest < 2 * full.soonest);
    expect(narrow.length / told.length).toBeGreaterThan(0.5);
  });

  test('is now when it is full', () => {
    expect(soon(() => 100)).toMatchObject({ minutes: 0, soonest: 0, latest: 0 });
  });
});
