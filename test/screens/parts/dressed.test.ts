import { styledCharsFromTokens, styledCharsToString, tokenize } from '@alcalzone/ansi-tokenize';
import chalk from 'chalk';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { themeNames } from '../../../models/wishes.ts';
import { dressed } from '../../../screens/parts/dressed.ts';
import { piece, textOf } from '../../../screens/parts/line.tsx';
import { type Tone, themeOf } from '../../../screens/shell/theme.ts';

const { level } = chalk;
afterEach(() => {
  chalk.level = level;
});

const tones: readonly (Tone | undefined)[] = ['bad', 'warn', 'good', 'quiet', 'strong', undefined];
const pieces = fc.array(
  fc.tuple(fc.stringMatching(/^[a-z →日]{1,4}$/u), fc.constantFrom(...tones)).map(([text, tone]) => piece(text, tone)),
  { maxLength: 8 },
);

test('every letter looks as its tone wants it, and the text is what Ink would write of it', () => {
  chalk.level = 3;
  fc.assert(
    fc.property(pieces, fc.constantFrom(...themeNames), fc.constantFrom(1, 3), (given, theme, depth) => {
      const look = themeOf({ theme, level: depth }).tones;
      const text = dressed(given, look);
      const letters = styledCharsFromTokens(tokenize(text));
      expect(styledCharsToString(letters)).toBe(text);
      expect(letters.map(({ value }) => value).join('')).toBe(given.map(textOf).join(''));
      let at = 0;
      for (const one of given) {
        const alone = styledCharsFromTokens(tokenize(dressed([one], look)));
        for (const letter of alone) expect(new Set(letters[at++]!.styles)).toEqual(new Set(letter.styles));
      }
    }),
  );
});

test('tones are the terminal’s codes, and nothing where it has no colours', () => {
  chalk.level = 3;
  const { tones: look } = themeOf({ theme: 'high-contrast', level: 3 });
  expect(dressed(['a ', { text: 'b', tone: 'bad' }], look)).toBe(
    'a \u001B[38;2;255;255;255m\u001B[48;2;168;0;0m\u001B[1mb\u001B[22m\u001B[49m\u001B[39m',
  );
  const { tones: plain } = themeOf();
  expect(
    dressed(
      [
        { text: 'b', tone: 'bad' },
        { text: 'c', tone: 'good' },
      ],
      plain,
    ),
  ).toBe('\u001B[31m\u001B[1mb\u001B[22m\u001B[32mc\u001B[39m');
});

test('without colours a text is a text', () => {
  chalk.level = 0;
  expect(dressed([{ text: 'b', tone: 'bad' }, ' c'], themeOf({ theme: 'light' }).tones)).toBe('b c');
});
