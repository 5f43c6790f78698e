import { expect, test } from 'vitest';
import { dumps, float, repr, typeName } from '../../../source/simulator/python.ts';

test.each([
  [20, '20.0'],
  [-3, '-3.0'],
  [0.1, '0.1'],
  [90.5, '90.5'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [2.5e-12, '2.5e-12'],
  [1e15, '1000000000000000.0'],
  [1e16, '1e+16'],
  [1.5e300, '1.5e+300'],
])('writes the float %d as %s', (value, text) => expect(float(value)).toBe(text));

test('writes JSON and values', () => {
  const value = { a: [1, 'x', true, null], "it's": { b: false } };
  expect(dumps(value)).toBe('{"a": [1, "x", true, null], "it\'s": {"b": false}}');
  expect(JSON.parse(dumps(value))).toEqual(value);
  expect(repr(value)).toBe(`{'a': [1, 'x', True, None], "it's": {'b': False}}`);
  expect([1, 1.5, 'a', true, null, [], {}].map(typeName)).toEqual([
    'int',
    'float',
    'str',
    'bool',
    'NoneType',
    'list',
    'dict',
  ]);
});
