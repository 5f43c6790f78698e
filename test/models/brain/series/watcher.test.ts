import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf } from '../../../../models/brain/series/layout.ts';
import { Watcher } from '../../../../models/brain/series/watcher.ts';
import { dice } from '../../../../models/random.ts';

const layout = layoutOf(['a', 'b', 'c']);
const width = layout.names.length;

/** Rows of three metrics: noise, one that never moves, and a counter that may reset; with gaps in time and in values. */
function rowsOf(seed: number, count: number) {
  const rolls = dice(seed);
  let time = 0;
  let counter = 0;
  return Array.from({ length: count }, () => {
    time += rolls.next() < 0.03 ? 600 : 60;
    counter = rolls.next() < 0.02 ? 0 : counter + 10 * rolls.next();
    const row = [1e4 * rolls.normal(), 5, counter].map((value) => (rolls.next() < 0.1 ? Number.NaN : value));
    return { time, row };
  });
}

function featuresOf(rows: ReturnType<typeof rowsOf>): Float32Array {
  const watcher = new Watcher(layout);
  const out = new Float32Array(rows.length * width);
  rows.forEach(({ time, row }, index) => {
    watcher.push(time, row, out, index * width);
  });
  return out;
}

test('features are finite and −1…1 whatever comes; levels are in their units or not known', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 200 }), (seed, count) => {
      featuresOf(rowsOf(seed, count)).forEach((value, index) => {
        if (index % width < layout.levels) expect(Math.abs(value), layout.names[index % width]).toBeLessThanOrEqual(1);
      });
    }),
    { numRuns: 50 },
  );
});

test('a row has the same features whatever comes after it', () => {
  const rows = rowsOf(1, 300);
  expect(featuresOf(rows).slice(0, 200 * width)).toEqual(featuresOf(rows.slice(0, 200)));
});

test('a metric out of step with another is far from usual though each alone is not', () => {
  const rolls = dice(3);
  const together = Array.from({ length: 400 }, (_, index) => {
    const load = rolls.normal();
    return { time: 60 * index, row: [load, 5, load + 0.1 * rolls.normal()] };
  });
  const distance = (row: number[]) => featuresOf([...together, { time: 24_000, row }])[400 * width]!;
  expect(distance([1.5, 5, -1.5])).toBeGreaterThan(distance([1.5, 5, 1.5]) + 0.2);
});

test('a metric that never had a value takes nothing from the others', () => {
  const blind = (rows: ReturnType<typeof rowsOf>) =>
    rows.map(({ time, row }) => ({ time, row: [row[0]!, Number.NaN, Number.NaN] }));
  const narrow = new Watcher(layoutOf(['a']));
  const wide = featuresOf(blind(rowsOf(2, 120)));
  const out = new Float32Array(layoutOf(['a']).names.length);
  for (const { time, row } of rowsOf(2, 120)) narrow.push(time, [row[0]!], out, 0);
  const pooled = layout.names.indexOf('distance/own');
  expect([...wide.slice(119 * width, 119 * width + pooled)]).toEqual([...out.slice(0, pooled)]);
});
