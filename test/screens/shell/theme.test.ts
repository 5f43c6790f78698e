import { expect, test } from 'vitest';
import { themeOf } from '../../../screens/shell/theme.ts';

const coloursOf = (looks: Parameters<typeof themeOf>[0]) =>
  Object.values(themeOf(looks).tones).flatMap(({ color }) => color ?? []);

test('colours can be read on dark and on light grounds', () => {
  expect(new Set(coloursOf({}))).toEqual(new Set(['red', 'magenta', 'green']));
});

test('NO_COLOR takes the colours, not the emphasis', () => {
  expect(coloursOf({ noColor: true })).toEqual([]);
  expect(themeOf({ noColor: true }).tones.bad).toEqual({ bold: true });
});
