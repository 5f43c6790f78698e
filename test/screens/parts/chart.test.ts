import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chartLines, downsample } from '../../../screens/parts/chart.ts';
import { age, duration, percent, short, withUnit } from '../../../screens/parts/format.ts';
import { bar, sparkline } from '../../../screens/parts/gauge.ts';

const label = (value: number) => value.toFixed(1);

describe('a chart', () => {
  test('has exactly its size, whatever it is given', () => {
    const value = fc.oneof(fc.double({ min: -5, max: 200, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 200 }),
        fc.integer({ min: 20, max: 90 }),
        fc.integer({ min: 2, max: 20 }),
        (values, width, height) => {
          const lines = chartLines({ values, min: 0, max: 100, label }, width, height);
          expect(lines).toHaveLength(height);
          for (const line of lines) expect([...line]).toHaveLength(width);
        },
      ),
    );
  });

  test('a flat series lies at its height', () => {
    const lines = chartLines({ values: [50, 50, 50, 50], min: 0, max: 100, label }, 14, 3);
    expect(lines).toEqual([' 100.0 ┤      ', '  50.0 ┤───   ', '   0.0 ┤      ']);
  });

  test('a gap is a gap', () => {
    const values = [50, 50, Number.NaN, Number.NaN, 50, 50];
    const [, middle] = chartLines({ values, min: 0, max: 100, label }, 16, 3);
    expect(middle!.slice(8)).toBe('──  ─   ');
  });

  test('the mark is drawn across, behind the line', () => {
    const [top] = chartLines({ values: [1, 1, 0, 0], min: 0, max: 1, mark: 0.9, label }, 14, 3);
    expect(top!.slice(8)).toBe('─╮┄┄┄┄');
  });
});

test('downsample takes means and leaves gaps out', () => {
  expect(downsample([1, 3, Number.NaN, 5, Number.NaN, Number.NaN], 3)).toEqual([2, 5, Number.NaN]);
  expect(downsample([1, 2], 5)).toEqual([1, 2]);
});

test('bars and sparklines', () => {
  expect([0, 0.04, 0.5, 1, 7].map((share) => bar(share, 4))).toEqual(['░░░░', '░░░░', '██░░', '████', '████']);
  expect(sparkline([0, 0.5, Number.NaN, 1], 5)).toBe(' ▁▅ █');
});

test('numbers are short and gaps are dashes', () => {
  expect([0, 7.25, 842, 999.6, 12_345, 3_400_000].map(short)).toEqual(['0', '7.3', '842', '1.0k', '12k', '3.4M']);
  expect([9000, 99_000, 720_000, 18_000_000, 2.7e9].map(age)).toEqual(['9s', '99s', '12m', '5h', '31d']);
  expect([9000, 720_000].map(duration)).toEqual(['9 s', '12 min']);
  expect([
    percent(0.874),
    percent(undefined),
    withUnit(1_234_567, 'B/s'),
    withUnit(Number.NaN, '%'),
    withUnit(4, 'ms'),
  ]).toEqual(['87 %', '–', '1.2 MB/s', '–', '4 ms']);
});
