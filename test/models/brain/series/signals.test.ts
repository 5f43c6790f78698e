import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MetricPast, signals } from '../../../../models/brain/series/signals.ts';
import { dice } from '../../../../models/random.ts';

function signalsOf(values: readonly number[]) {
  const past = new MetricPast();
  const out = new Float32Array(signals.length);
  for (const value of values) past.push(value, false, out);
  return Object.fromEntries(signals.map((signal, index) => [signal, out[index]!])) as Record<string, number>;
}

const rolls = dice(5);
const calm = Array.from({ length: 200 }, () => 50 + rolls.normal());

test('are those of the definition, computed plainly from all of the past', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 31, maxLength: 200 }), (all) => {
      const past = all.slice(0, -1);
      const value = all.at(-1)!;
      const sorted = past.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.min(past.length - 1, Math.floor(share * past.length))]!;
      const core = (at(0.84) - at(0.16)) / 2;
      const spread = Math.max(core, (at(0.99) - at(0.01)) / 6, 1e-3 * Math.abs(at(0.5)), 1e-6);
      const cut = (number: number) => Math.max(-30, Math.min(30, number));
      const found = signalsOf(all);
      expect(found.level).toBeCloseTo(cut((value - at(0.5)) / spread), 3);
      const over = value > at(0.99) ? value - at(0.99) : value < at(0.01) ? value - at(0.01) : 0;
      expect(found.outside).toBeCloseTo(cut(over / spread), 3);
      // Up to 720 samples the slow past is the plain mean and deviation.
      const mean = past.reduce((sum, one) => sum + one, 0) / past.length;
      const variance = past.reduce((sum, one) => sum + (one - mean) ** 2, 0) / past.length;
      expect(found.daily).toBeCloseTo(cut((value - mean) / (Math.sqrt(variance) + 0.1 * spread)), 3);
    }),
  );
});

test('say nothing while there is too little past, of a constant metric, and of a jump after a gap', () => {
  expect(Object.values(signalsOf(calm.slice(0, 30))).every((one) => one === 0)).toBe(true);
  expect(Object.values(signalsOf(new Array(100).fill(7))).every((one) => one === 0)).toBe(true);
  const past = new MetricPast();
  const out = new Float32Array(signals.length);
  for (const value of calm) past.push(value, false, out);
  past.push(90, true, out);
  expect(out[signals.indexOf('jump')]).toBe(0);
  expect(out[signals.indexOf('level')]).toBeGreaterThan(10);
});

test('a step is a jump once, and lasts in the level', () => {
  const stepped = (rows: number) => signalsOf([...calm, ...new Array(rows).fill(80)]);
  expect(stepped(1).jump).toBeGreaterThan(10);
  expect(stepped(2).jump).toBe(0);
  expect(stepped(2).lasting).toBeGreaterThan(10);
  expect(Math.abs(stepped(60).recent!)).toBeLessThan(1);
});
