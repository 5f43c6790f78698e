import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '../../../../source/simulator/yaql/evaluate.ts';
import { parse } from '../../../../source/simulator/yaql/parser.ts';

type Recorded = readonly [expression: string, answer: { readonly is?: unknown; readonly error?: string }];

/** What YAQL 2.0.0 itself made of these, with Mistral's options. */
const { data, answers } = JSON.parse(readFileSync(join(import.meta.dirname, 'answers.json'), 'utf8')) as {
  data: unknown;
  answers: Recorded[];
};

const scope = { $: data, functions: {} };
const outcome = (expression: string) => {
  try {
    return { is: evaluate(expression, scope) };
  } catch (error) {
    return { error: (error as Error).message };
  }
};

/** YAQL that is not known here: it must say so. */
const unknown = [
  ...['1 = 1.0', '7.0 / 2', 'str(5.0)', 'let(x => 5) -> $x + 1', 'regex("b").search("abc")', '"{0}".format(1)'],
  ...['format("x")', '$.servers.toDict($.id, $.status)', '$.l.aggregate($1 + $2)', 'round(5.5)', '"%s".format(1)'],
  ...['hex(10)', '"abc".toCharArray()', 'regex("^a").matches("abc")'],
];

test.each(answers.filter(([expression]) => !unknown.includes(expression)))('%s', (expression, answer) => {
  const found = outcome(expression);
  if (answer.error) expect(found.error).toBeTruthy();
  else if (Array.isArray(answer.is) && expression === '$.keys()')
    expect(found.is).toEqual(expect.arrayContaining(answer.is));
  else expect(found).toEqual({ is: answer.is });
});

test.each(unknown)('%s is not known, and never comes to something wrong', (expression) => {
  expect(outcome(expression).error).toMatch(/Unknown|does not know|No function|No method|^'id'$/);
});

test('grammar errors are told in the words of YAQL', () => {
  const errors = answers.filter(([, { error }]) => error && /^Yaql(Grammar|Lexical)/.test(error));
  expect(errors.length).toBeGreaterThan(8);
  for (const [expression, { error }] of errors) {
    expect(() => parse(expression)).toThrow(error!.slice(error!.indexOf(': ') + 2));
  }
});

test.each([
  ['$.nope', "'nope'"],
  ['$.n.x', 'Unknown function "#property#x"'],
  ['foo(1)', 'Unknown function "foo"'],
  ['$.n.foo()', 'Unknown method "foo" for receiver 5'],
  ['$.none.get("x")', 'No method "get" for receiver None matches supplied arguments'],
  ['$.s + 1', 'No function "#operator_+" matches supplied arguments'],
  ['len(5)', 'No function "len" matches supplied arguments'],
  ['$.l[9]', 'tuple index out of range'],
])('%s fails as in YAQL: %s', (expression, words) => {
  expect(outcome(expression).error).toBe(words);
});

test('arguments by name are never taken for others', () => {
  expect(outcome('str(value => 1)').error).toBe('No function "str" matches supplied arguments');
  expect(outcome('$.d.get(key => a)').error).toContain('No method "get"');
  expect(outcome('$.l.where(x => $ > 1)').error).toContain('No method "where"');
});

test('times can be compared and their distance asked for', () => {
  const at = (text: string) =>
    evaluate(text, { ...scope, functions: { now: () => new Date(Date.UTC(2026, 0, 5, 9)) } });
  expect(at('(now() - datetime("2026-01-05T08:59:00Z")).seconds')).toBe(60);
  expect(at('int((now() - datetime("2026-01-05 08:00:00")).minutes)')).toBe(60);
  expect(at('now() > datetime("2026-01-05T08:59:00Z")')).toBe(true);
  expect(at('now().year')).toBe(2026);
  expect(at("(now() - timespan(minutes => 5)).format('%Y-%m-%d %H:%M:%S')")).toBe('2026-01-05 08:55:00');
  expect(at('timespan(days => 1, seconds => 5).seconds')).toBe(86405);
  expect(at('timespan(5).days')).toBe(5);
  expect(outcome('timespan(weeks => 1)').error).toBe('No function "timespan" matches supplied arguments');
  expect(outcome('datetime("2026-01-05").format("%Q")').error).toContain('%Q');
  expect(outcome('datetime("soon")').error).toBe('Unknown string format: soon');
});
