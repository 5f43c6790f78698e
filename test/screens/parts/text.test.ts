import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { clean, cut, fit, toAscii, widthOf, wrap } from '../../../screens/parts/text.ts';

describe('clean', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', 'red'],
    ['\x1b]0;a title\x07web', 'web'],
    ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
    ['\x1bPq#0\x1b\\sixel', 'sixel'],
    ['\x9b2Jgone', 'gone'],
    ['\x9d0;a title\x9cweb\x90q\x1b\\', 'web'],
    ['one\ttwo\r\nthree', 'one two three'],
    ['a\u202ebc\u200d\u0007', 'abc'],
    ['web-01', 'web-01'],
    ['  indented', ' indented'],
    ['数据库', '数据库'],
  ])('%j becomes %j', (text, safe) => {
    expect(clean(text)).toBe(safe);
  });

  test('nothing that steers a terminal is left, and cleaning again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = clean(text);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(clean(safe)).toBe(safe);
      }),
      { numRuns: 1000, examples: [['\t\u0000\t'], ['\ufeff\u200b ']] },
    );
  });
});

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map(clean);

test('fit takes exactly the cells that it is given', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 50 }), (words, width) => {
      expect(stringWidth(fit(words, width))).toBe(width);
      expect(stringWidth(cut(words, width))).toBeLessThanOrEqual(width);
    }),
  );
  expect(fit('数据库', 4)).toBe('数… ');
  expect(fit('7', 3, 'right')).toBe('  7');
});

test('each glyph that we draw with takes the cell that it is counted for', () => {
  const drawn = Array.from({ length: 0x800 }, (_, i) => String.fromCharCode(0x2000 + i)).filter(
    (one) => clean(one) === one,
  );
  for (const one of drawn) if (widthOf(one) !== stringWidth(one)) expect.fail(`${one} is ${stringWidth(one)} wide`);
});

test('wrap breaks between words and loses none', () => {
  expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrap('one two three four', 9, 2)).toEqual(['one two', 'three fo…']);
});

test('toAscii keeps the width', () => {
  fc.assert(
    fc.property(text, (words) => {
      expect(toAscii(words)).toMatch(/^[ -~]*$/);
      expect(toAscii(words)).toHaveLength(stringWidth(words));
    }),
  );
  expect(toAscii('▸ 数 █░ a…')).toBe('> ?? #. a~');
});
