import { describe, expect, test } from 'vitest';
import { dice } from '../../models/random.ts';
import type { Plot } from '../../scripts/training/plot.ts';
import type { Levels, Recorded } from '../../scripts/training/recording.ts';
import { truthOf } from '../../scripts/training/truth.ts';

const usual: Levels = { cpu: 20, memory: 50, disk: 40, moved: 1e6, readsAll: true };
const [from, until, length] = [60, 120, 140];

/** A life of ten-second samples: `healthy` and `sick` by sample; the fault is there from sample 60 to 120. */
function truth(fault: Plot['fault'], healthy: (index: number) => Partial<Levels>, sick: Partial<Levels>) {
  const life = Array.from({ length }, (_, index): Recorded => {
    const well = { ...usual, ...healthy(index) };
    const ill = index >= from && index < until ? { ...well, ...sick } : well;
    const vm = {} as Recorded['vm'];
    return { vm, sample: undefined, sick: ill, healthy: well, isChanging: false, isLost: false };
  });
  const plot: Plot = { fault, from, until, pace: 1, reach: 1, isStill: true, rolls: dice(1) };
  return truthOf(life, plot, 1);
}

const shown = (...given: Parameters<typeof truth>) => truth(...given).visible;

describe('a fault is visible from the first sample that honest work would not explain', () => {
  test('a hang at once in a guest that always moves something, else after its longest silence', () => {
    const still = { cpu: 0, moved: 0 };
    expect(shown('hang', () => ({}), still)).toBe(from);
    const often = (index: number) => ({ moved: index % 10 < 4 ? 0 : 1e6 });
    expect(shown('hang', often, still)).toBe(from + 4);
    expect(shown('hang', () => ({ moved: 0 }), still)).toBeUndefined();
  });

  test('a runaway process once it starves honest work, and honest work does not fill the processor itself', () => {
    const hog = { cpu: 98, moved: 5e5 };
    expect(shown('cpu-hog', () => ({}), hog)).toBe(from + 1);
    const batch = (index: number) => ({ cpu: index >= from && index < 100 ? 97 : 20 });
    expect(shown('cpu-hog', batch, hog)).toBe(100);
    const unread = { readsAll: false, moved: 0 };
    expect(shown('cpu-hog', () => unread, { ...hog, ...unread })).toBeUndefined();
  });
});

test('a runaway process is neither learnt nor counted while an honest job fills the processor', () => {
  const batch = (index: number) => ({ cpu: index >= 80 && index < 90 ? 97 : 20 });
  const { labels } = truth('cpu-hog', batch, { cpu: 98, moved: 5e5 });
  expect(labels.slice(61, 80)).toEqual(Array(19).fill('failing'));
  expect(labels.slice(80, 90)).toEqual(Array(10).fill('uncertain'));
  expect(labels.slice(90, until)).toEqual(Array(30).fill('failing'));
});
