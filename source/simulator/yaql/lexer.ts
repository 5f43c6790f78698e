import { GrammarError } from './errors.ts';

export type Token = {
  readonly kind: 'number' | 'text' | 'word' | 'call' | 'dollar' | 'operator' | 'end';
  readonly text: string;
  readonly value: unknown;
  readonly at: number;
};

const constants: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
/** Words that are operators. */
const wordy = ['and', 'or', 'not', 'in', 'mod'];

type Reading = Pick<Token, 'kind' | 'value'>;

/** How each kind of word looks, and what it is. Blanks are nothing. */
const rules: readonly (readonly [pattern: RegExp, read: (text: string) => Reading | undefined])[] = [
  [/\s+/y, () => undefined],
  [/\d+(\.\d+)?\b/y, (text) => ({ kind: 'number', value: numberOf(text) })],
  [/\$\w*/y, (text) => ({ kind: 'dollar', value: text })],
  [/[\p{L}_]\w*\(/uy, (text) => ({ kind: 'call', value: text.slice(0, -1) })],
  [/(?!__)[\p{L}_]\w*/uy, wordOf],
  [/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy, (text) => ({ kind: 'text', value: unescaped(text.slice(1, -1)) })],
  [/`(?:[^`\\]|\\.)*`/sy, (text) => ({ kind: 'text', value: text.slice(1, -1).replaceAll('\\`', '`') })],
  [/=>|->|\?\.|=~|!~|>=|<=|!=|[-.+*/><=()[\]{},]/y, (text) => ({ kind: 'operator', value: text })],
];

/** YAQL's words. Throws `GrammarError` in YAQL's own words. */
export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    const match = firstMatch(expression, at);
    if (!match) throw new GrammarError(`Lexical error: illegal character '${expression[at]}' at position ${at}`);
    const { text, read } = match;
    const token = read(text);
    if (token) found.push({ ...token, text, at });
    at += text.length;
  }
  found.push({ kind: 'end', text: '', value: undefined, at: expression.length });
  return found;
}

function firstMatch(expression: string, at: number) {
  for (const [pattern, read] of rules) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text) return { text, read };
  }
  return undefined;
}

function wordOf(text: string): Reading {
  if (wordy.includes(text)) return { kind: 'operator', value: text };
  return text in constants ? { kind: 'text', value: constants[text] } : { kind: 'word', value: text };
}

/** A whole number written as a fraction would be taken for a whole one here, and not by YAQL. */
function numberOf(text: string): number {
  if (/\.0+$/.test(text)) throw new GrammarError(`The simulated Mistral does not know the fraction ${text}`);
  return Number(text);
}

const letters: Readonly<Record<string, string>> = {
  ...{ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
  ...{ '\\': '\\', "'": "'", '"': '"' },
};

function unescaped(text: string): string {
  return text.replace(/\\(?:u(....)|x(..)|(.))/gs, (whole, four, two, one) => {
    if (four ?? two) return String.fromCharCode(Number.parseInt(four ?? two, 16));
    return letters[one] ?? whole;
  });
}
