import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expressionOf } from '../../screens/expression.ts';

const matches = (expression: string, text: string) => {
  const found = expressionOf(expression);
  return typeof found === 'string' ? found : found(text);
};

test.each([
  '(a+)+$',
  '^(a|a)*$',
  '(a|aa)+$',
  '(.*)*x',
  'a*a*a*a*a*a*b',
  '(a?){40}a{40}',
  '([a-z]+)*\\d',
  '(a{1,9}){1,9}$',
])('%s ends in time on a long name that it does not fit', (expression) => {
  const started = performance.now();
  expect(matches(expression, `${'a'.repeat(2000)}!`)).toBe(/40\}$/.test(expression));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('what only a search without end can tell is refused, with why', () => {
  expect(matches('(a)\\1+b+', 'aab')).toMatch(/might search for ever: look-around/);
  expect(matches('(?!db)\\w+-\\d+', 'web-1')).toMatch(/refused$/);
  expect(matches('(?!db)web', 'web-1')).toBe(true);
  expect(matches('we(', 'web')).toBe('we( is no regular expression (yet)');
});

test('both engines mean the same', () => {
  const piece = fc.constantFrom('a', 'B', '.', '\\d', '[a-c]', '^', '$', '(ab)', 'x|y', 'ä');
  const sign = fc.constantFrom('', '', '*', '+', '?', '{2}');
  const expression = fc.array(fc.tuple(piece, sign), { minLength: 1, maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', 'X', 'Ä'), maxLength: 8 });
  fc.assert(
    fc.property(expression, text, (parts, name) => {
      const written = parts.map(([one, repeated]) => (/[$^|]/.test(one) ? one : one + repeated)).join('');
      expect(matches(written, name)).toBe(new RegExp(written, 'iu').test(name));
    }),
  );
});
