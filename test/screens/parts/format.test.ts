import { expect, test } from 'vitest';
import { short } from '../../../screens/parts/format.ts';

test('a number is short, and little is not nothing', () => {
  expect([0, 7.3, 842, 12_300, 3_400_000, Number.NaN].map(short)).toEqual(['0', '7.3', '842', '12k', '3.4M', '–']);
  expect([0.1, 0.08, 0.02, 0.004, -0.05].map(short)).toEqual(['0.1', '0.08', '0.02', '0.004', '-0.05']);
});
