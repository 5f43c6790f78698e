import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLine, toJson } from '../../models/clean.ts';

/** What steers a terminal, or the text around it. */
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anything = fc.string({ unit: 'binary' });

test('a line that is laid out keeps its blanks, and is one line', () => {
  expect(cleanLine('web   \x1b]52;c;AA==\x07\x1b[2Jup\r\nforged\tline')).toBe('web   up  forged line');
  fc.assert(
    fc.property(anything, (text) => {
      const line = cleanLine(text);
      expect(line).not.toMatch(steering);
      expect(cleanLine(line)).toBe(line);
      expect(clean(line)).toBe(clean(text));
    }),
    { numRuns: 1000 },
  );
});

test('JSON steers no terminal, and reads back as the same value', () => {
  expect(toJson({ name: 'a\u009d52;c\u009c\u202e\u{e0041}\u007f\n' })).toBe(
    '{"name":"a\\u009d52;c\\u009c\\u202e\\udb40\\udc41\\u007f\\n"}',
  );
  fc.assert(
    fc.property(fc.dictionary(anything, anything), (value) => {
      expect(toJson(value)).not.toMatch(steering);
      expect(toJson(value, 2).replaceAll('\n', '')).not.toMatch(steering);
      expect(JSON.parse(toJson(value, 2))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 500 },
  );
});
