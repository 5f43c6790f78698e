import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followed, sideIds, sideOf } from '../../../../models/brain/track/layout.ts';
import { type Speed, Window } from '../../../../models/brain/window.ts';
import { metrics } from '../../../../models/metrics/index.ts';
import { Ring } from '../../../../models/ring.ts';
import { now, vm } from '../history.ts';
import { batch, type Row } from './batch.ts';

const columns = metrics.length;

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 2, arbitrary: fc.constant(50) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(99) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const sample = fc.record({
  gap: fc.oneof(
    { weight: 8, arbitrary: fc.constant(10) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) },
    { weight: 1, arbitrary: fc.integer({ min: 60, max: 5000 }) },
  ),
  values: fc.array(cell, { minLength: columns, maxLength: columns }),
  held: fc.integer({ min: 0, max: 14 }).map((one) => one === 0),
});
const capacity = 40;

function rowsOf(samples: readonly { gap: number; values: number[] }[]): Row[] {
  let at = now - 864e5;
  return samples.map(({ gap, values }) => {
    at += gap * 1000;
    return { at, values: Float32Array.from(values) };
  });
}

const close = (one: number, other: number, what: string) => {
  if (Number.isNaN(other)) expect(one, what).toBeNaN();
  else expect(Math.abs(one - other), `${what}: ${one} ${other}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(other)));
};

describe('what is remembered, sample by sample, is what the whole history says at once', () => {
  test.each(sideIds)('of %s', (id) => {
    const side = sideOf[id];
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 90, size: 'max' }), (samples) => {
        const rows = rowsOf(samples);
        const ring = new Ring(capacity, 1);
        for (const [i, { at, values }] of rows.entries()) ring.push({ vm: 'one', at, values }, samples[i]!.held);
        const window = new Window().read(vm(), ring, rows.at(-1)!.at, 10);
        const held = samples.map((one) => one.held);
        const all = batch(rows, side, capacity, held);
        close(window.now(side), all.now, 'now');
        if (id === 'cpu') close(window.movement, all.movement, 'movement');
        if (rows.length > 1) {
          const before = batch(rows.slice(0, -1), side, capacity, held);
          close(window.lately(side), before.level, 'lately');
          if (!Number.isNaN(before.level)) close(window.deviation(side), before.deviation, 'deviation');
        }
        for (const speed of [0, 1, 2] as Speed[]) {
          if (!followed[side]!.trend) continue;
          const { slope, fit, error } = window.trend(side, speed);
          close(slope, all.trends[speed]!.slope, 'slope');
          close(fit, all.trends[speed]!.fit, 'fit');
          expect(Math.abs(error - all.trends[speed]!.error)).toBeLessThan(1e-3 * Math.max(1, error));
        }
        const usual = window.usual(side);
        expect(usual === undefined).toBe(all.usual === undefined);
        for (const [key, value] of Object.entries(all.usual ?? {})) close(usual![key as 'level'], value, key);
        if (id === 'cpu') expect(window.streak('pinned')).toBe(all.pinned);
        if (id === 'diskTraffic') expect(window.streak('quietDisk')).toBe(all.quiet);
        if (id === 'netTraffic') expect(window.streak('quietNet')).toBe(all.quiet);
      }),
      { numRuns: 60 },
    );
  });
});

test('a sample that comes in two parts is remembered as if it had come whole', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 60, size: 'max' }),
      fc.integer({ min: 0, max: columns }),
      (samples, cut) => {
        const [whole, parts] = [new Ring(capacity, 1), new Ring(capacity, 1)];
        for (const { at, values } of rowsOf(samples)) {
          whole.push({ vm: 'one', at, values });
          parts.push({ vm: 'one', at, values: values.map((value, column) => (column < cut ? value : Number.NaN)) });
          parts.push({ vm: 'one', at, values: values.map((value, column) => (column < cut ? Number.NaN : value)) });
        }
        expect(parts.track.blocks).toEqual(whole.track.blocks);
      },
    ),
    { numRuns: 50 },
  );
});

test('a VM that takes the place of a deleted one begins anew, and no VM hears of another', () => {
  const value = (level: number) => Float32Array.from({ length: columns }, () => level);
  const [ring, alone] = [new Ring(capacity, 1), new Ring(capacity, 1)];
  for (let i = 0; i < 50; i++) {
    ring.push({ vm: 'other', at: now + i * 1e4, values: value(i) });
    ring.push({ vm: 'gone', at: now + i * 1e4, values: value(90) });
  }
  ring.drop('gone');
  for (let i = 0; i < 50; i++) {
    ring.push({ vm: 'one', at: now + i * 1e4, values: value(i % 7) });
    alone.push({ vm: 'one', at: now + i * 1e4, values: value(i % 7) });
  }
  const block = ({ track }: Ring, slot: number) =>
    track.blocks.slice(track.allButNewest(slot), track.allButNewest(slot + 1));
  expect(block(ring, ring.slot('one'))).toEqual(block(alone, alone.slot('one')));
});

describe('what is usual', () => {
  const side = sideOf.cpu;
  const level = (ring: Ring) => new Window().read(vm(), ring, now, 10).usual(side)!.level;
  const fed = (held: boolean, sickFor: number) => {
    const ring = new Ring(180, 1);
    for (let i = 0; i < 360 + sickFor; i++) {
      const sick = i >= 360;
      const values = Float32Array.from({ length: columns }, () => (sick ? 99 : 20 + (i % 3)));
      ring.push({ vm: 'one', at: now + i * 1e4, values }, held && i >= 366);
    }
    return level(ring);
  };

  test('is not moved by a fault that was noticed within two minutes, however long it lasts', () => {
    expect(fed(true, 1080)).toBeCloseTo(21, 1);
  });

  test('is hardly moved by an hour’s tenth, and in the end by what stays', () => {
    expect(fed(false, 36)).toBeLessThan(22);
    expect(fed(false, 2000)).toBeGreaterThan(90);
  });
});
