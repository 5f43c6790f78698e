import { GrammarError } from './errors.ts';
import { type Token, tokens } from './lexer.ts';

export type Node =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'map'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'index'; readonly of: Node; readonly at: readonly Node[] }
  | { readonly kind: 'property'; readonly of: Node; readonly name: string; readonly optional: boolean }
  | ({ readonly kind: 'call'; readonly name: string; readonly of?: Node; readonly optional?: boolean } & Arguments);

export type Pair = { readonly key: Node; readonly value: Node };
export type Arguments = { readonly args: readonly (Node | Pair)[] };

export function isPair(argument: Node | Pair): argument is Pair {
  return !('kind' in argument);
}

/** How tightly operators bind: YAQL's table. */
const levels: readonly (readonly string[])[] = [
  ['->'],
  ['or'],
  ['and'],
  [],
  ['>', '<', '>=', '<=', '!=', '=', 'in'],
  ['+', '-'],
  ['*', '/', 'mod'],
  ['=~', '!~'],
];
const notLevel = 3;
const signLevel = 8;

/** The tree of an expression. Throws `GrammarError` in YAQL's own words. */
export function parse(expression: string): Node {
  const parser = new Parser(expression);
  const tree = parser.expression(0);
  parser.end();
  return tree;
}

class Parser {
  readonly #expression: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = tokens(expression);
  }

  expression(lowest: number): Node {
    let left = this.#prefix();
    for (;;) {
      const { kind, text } = this.#peek();
      const level = kind === 'operator' ? levels.findIndex((each) => each.includes(text)) : -1;
      if (level < lowest) return left;
      this.#next++;
      left = { kind: 'binary', operator: text, left, right: this.expression(level + 1) };
    }
  }

  end(): void {
    if (this.#peek().kind !== 'end') this.#unexpected();
  }

  #prefix(): Node {
    const { kind, text } = this.#peek();
    if (kind !== 'operator') return this.#chain();
    const level = text === 'not' ? notLevel : text === '-' || text === '+' ? signLevel : undefined;
    if (level === undefined) return this.#chain();
    this.#next++;
    return { kind: 'unary', operator: text, of: this.expression(level) };
  }

  /** A value with all that hangs on it: `.name`, `.call()`, `[index]`. */
  #chain(): Node {
    let node = this.#primary();
    for (;;) {
      const { text } = this.#peek();
      if (this.#peek().kind !== 'operator') return node;
      if (text === '[') {
        this.#next++;
        node = { kind: 'index', of: node, at: this.#until(']').map((each) => this.#plain(each)) };
      } else if (text === '.' || text === '?.') {
        this.#next++;
        node = this.#member(node, text === '?.');
      } else return node;
    }
  }

  #member(of: Node, optional: boolean): Node {
    const token = this.#take();
    if (token.kind === 'word') return { kind: 'property', of, name: token.text, optional };
    if (token.kind === 'call') return { kind: 'call', name: String(token.value), of, optional, args: this.#until(')') };
    this.#next--;
    return this.#unexpected();
  }

  #primary(): Node {
    const { kind, text, value } = this.#take();
    if (kind === 'number' || kind === 'text' || kind === 'word') return { kind: 'value', value };
    if (kind === 'dollar') return { kind: 'variable', name: text };
    if (kind === 'call') return { kind: 'call', name: String(value), args: this.#until(')') };
    if (text === '[') return { kind: 'list', items: this.#until(']').map((each) => this.#plain(each)) };
    if (text === '{') return { kind: 'map', pairs: this.#until('}').map((each) => this.#pair(each)) };
    if (text === '(') {
      const inner = this.expression(0);
      if (this.#take().text !== ')') {
        this.#next--;
        this.#unexpected();
      }
      return inner;
    }
    this.#next--;
    return this.#unexpected();
  }

  /** What stands between commas until the closing mark. */
  #until(close: string): (Node | Pair)[] {
    const found: (Node | Pair)[] = [];
    while (this.#peek().text !== close || this.#peek().kind !== 'operator') {
      const key = this.expression(0);
      if (this.#peek().text === '=>') {
        this.#next++;
        found.push({ key, value: this.expression(0) });
      } else found.push(key);
      if (this.#peek().text === ',') this.#next++;
      else if (this.#peek().text !== close) this.#unexpected();
    }
    this.#next++;
    return found;
  }

  #plain(argument: Node | Pair): Node {
    return isPair(argument) ? this.#unexpected() : argument;
  }

  #pair(argument: Node | Pair): Pair {
    return isPair(argument) ? argument : this.#unexpected();
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    return this.#tokens[this.#next++] ?? this.#tokens.at(-1)!;
  }

  #unexpected(): never {
    const { kind, text, at } = this.#peek();
    if (kind === 'end') throw new GrammarError('Parse error: unexpected end of statement');
    const shown = kind === 'call' ? text.slice(0, -1) : text;
    throw new GrammarError(`Parse error: unexpected '${shown}' at position ${at} of expression '${this.#expression}'`);
  }
}
