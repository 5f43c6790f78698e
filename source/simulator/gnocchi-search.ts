import { Refused } from './refused.ts';

type Attributes = Record<string, unknown>;
export type Predicate = (attributes: Attributes) => boolean;

/** Gnocchi's query, as JSON (`{"=": {"id": "…"}}`) or as text (`id = '…' and ended_at = null`). Throws `Refused` (400). */
export function predicate(query: unknown): Predicate {
  if (typeof query === 'string') return query.trim() ? new Parser(query).whole() : () => true;
  const [operator, operand] = Object.entries((query ?? {}) as object)[0] ?? [];
  if (operator === undefined) return () => true;
  if (['and', '∧', 'or', '∨'].includes(operator)) {
    const parts = (Array.isArray(operand) ? operand : []).map(predicate);
    const all = operator === 'and' || operator === '∧';
    return (attributes) => (all ? parts.every((part) => part(attributes)) : parts.some((part) => part(attributes)));
  }
  if (operator === 'not') {
    const part = predicate(operand);
    return (attributes) => !part(attributes);
  }
  const [name, value] = Object.entries((operand ?? {}) as object)[0] ?? [];
  if (name === undefined) throw new Refused(400, `Invalid query: operator ${operator} needs an attribute`);
  return comparison(operator, name, value);
}

function comparison(operator: string, name: string, value: unknown): Predicate {
  const compare = comparisons[operator];
  if (!compare) throw new Refused(400, `Invalid query: extra keys not allowed @ data['${operator}']`);
  const wanted = operator === 'like' ? pattern(String(value)) : value;
  return (attributes) => compare(attributes[name] ?? null, wanted);
}

const equal = (own: unknown, value: unknown) => own === value;
const different = (own: unknown, value: unknown) => own !== value;
const ordered = (test: (sign: number) => boolean) => (own: unknown, value: unknown) => {
  if (own === null || value === null) return false;
  const [left, right] = [Date.parse(String(own)), Date.parse(String(value))];
  return test(Number.isNaN(left - right) ? String(own).localeCompare(String(value)) : left - right);
};

const comparisons: Record<string, (own: unknown, value: unknown) => boolean> = {
  ...{ '=': equal, '==': equal, eq: equal, '!=': different, ne: different, '≠': different },
  ...{ '<': ordered((sign) => sign < 0), '>': ordered((sign) => sign > 0) },
  ...{ '<=': ordered((sign) => sign <= 0), '>=': ordered((sign) => sign >= 0) },
  in: (own, value) => Array.isArray(value) && value.includes(own),
  like: (own, value) => own !== null && (value as RegExp).test(String(own)),
};

function pattern(like: string): RegExp {
  return new RegExp(
    `^${like
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')}$`,
  );
}

/** Recursive descent: or < and < not < comparison. */
class Parser {
  readonly #tokens: string[];
  #next = 0;

  constructor(text: string) {
    this.#tokens = text.match(/'[^']*'|"[^"]*"|[()[\],]|[<>!=≠]+|[^\s()[\],<>!=≠]+/g) ?? [];
  }

  whole(): Predicate {
    const result = this.#or();
    if (this.#next < this.#tokens.length) throw this.#error();
    return result;
  }

  #or(): Predicate {
    const parts = [this.#and()];
    while (this.#take('or')) parts.push(this.#and());
    return (attributes) => parts.some((part) => part(attributes));
  }

  #and(): Predicate {
    const parts = [this.#not()];
    while (this.#take('and')) parts.push(this.#not());
    return (attributes) => parts.every((part) => part(attributes));
  }

  #not(): Predicate {
    if (this.#take('not')) {
      const part = this.#not();
      return (attributes) => !part(attributes);
    }
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) throw this.#error();
      return inner;
    }
    const name = this.#word();
    const operator = this.#word().toLowerCase();
    return comparison(operator, name, operator === 'in' ? this.#list() : this.#value());
  }

  #list(): unknown[] {
    if (!this.#take('[') && !this.#take('(')) throw this.#error();
    const values: unknown[] = [];
    while (!this.#take(']') && !this.#take(')')) {
      values.push(this.#value());
      this.#take(',');
    }
    return values;
  }

  #value(): unknown {
    const word = this.#word();
    if (/^['"]/.test(word)) return word.slice(1, -1);
    return /^(null|none)$/i.test(word) ? null : word;
  }

  #word(): string {
    const word = this.#tokens[this.#next++];
    if (word === undefined) throw this.#error();
    return word;
  }

  #take(word: string): boolean {
    const taken = this.#tokens[this.#next]?.toLowerCase() === word;
    if (taken) this.#next++;
    return taken;
  }

  #error(): Refused {
    return new Refused(400, `Invalid filter: Expected end of text, near '${this.#tokens[this.#next] ?? ''}'`);
  }
}
