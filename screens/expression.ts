import { RE2JS } from 're2js';

/** Whether a text holds what was looked for. */
export type Matches = (text: string) => boolean;

/**
 * A regular expression, in which case does not matter; or a sentence that says what is wrong with it. JavaScript's own
 * engine may try more ways than anybody can wait for: what could lead it there goes to one whose time grows as the text
 * does. That one takes some 30 ms for 10,000 names, JavaScript's one, so simple words stay with it.
 */
export function expressionOf(expression: string): Matches | string {
  try {
    const own = new RegExp(expression, 'iu');
    if (isQuick(expression)) return (text) => own.test(text);
  } catch {
    return `${expression} is no regular expression (yet)`;
  }
  try {
    const linear = RE2JS.compile(expression, RE2JS.CASE_INSENSITIVE);
    return (text) => linear.matcher(text).find();
  } catch {
    return `${expression} might search for ever: look-around, \\1 and many repeats are refused`;
  }
}

/** One repetition at most, and not of a group: there is nothing to try again and again. */
const isQuick = (expression: string) => (expression.match(/[*+?{]/g)?.length ?? 0) <= 1 && !/\)[*+?{]/.test(expression);
