import { describe, expect, test } from 'vitest';
import { Timestamps } from '../../source/timestamps.ts';

const noon = Date.UTC(2026, 0, 31, 12) / 1000;

describe('a time in seconds', () => {
  test.each([
    ['1249560', 1_249_560],
    ['-5.25', -5.25],
    ['1.7e9', 1_700_000_000],
    ['2026-01-31T12:00:00Z', noon],
    ['2026-01-31 12:00:00.000+00:00', noon],
    ['2026-01-31T13:30+0130', noon],
    ['2026-01-31T13:00:00+01', noon],
    ['2026-01-31 12:00:00', noon],
    ['2026-01-31', noon - 12 * 3600],
  ])('%s', (text, seconds) => expect(new Timestamps('f').read(text, 2)).toBe(seconds));
});

test.each(['', 'now', '31.01.2026', '2026-13-01', '12:00', '0x10', '1700000000000'])('"%s" is none', (text) => {
  expect(() => new Timestamps('f.csv').read(text, 7)).toThrow(/^f\.csv, line 7: .* is no time\.$/);
});

test.each([
  ['1', '2026-01-31'],
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00'],
  ['2026-01-31', '1'],
])('%s and %s do not go together', (first, second) => {
  const times = new Timestamps('f.csv');
  times.read(first, 2);
  expect(() => times.read(second, 3)).toThrow(/^f\.csv, line 3: the time is .*, but in line 2 it is/);
});
