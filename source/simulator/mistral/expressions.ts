import { str } from '../python.ts';
import { GrammarError } from '../yaql/errors.ts';
import { evaluate, type Scope } from '../yaql/evaluate.ts';
import { parse } from '../yaql/parser.ts';
import { isDict } from '../yaql/values.ts';

/** An expression that came to nothing, in Mistral's words; without the data that Mistral would quote, token and all. */
export class ExpressionError extends Error {}

const inline = /<%.*?%>/g;
const jinja = /{{.*?}}|{%.*?%}/s;

/** All expressions in a value, evaluated: what is one expression whole keeps its type, in text it is written out. */
export function evaluateAll(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return inText(value, scope);
  if (Array.isArray(value)) return value.map((each) => evaluateAll(each, scope));
  if (!isDict(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, evaluateAll(each, scope)]));
}

/** Looks at an expression's grammar. Throws `GrammarError`. */
export function checkGrammar(value: unknown): void {
  if (Array.isArray(value)) for (const each of value) checkGrammar(each);
  else if (isDict(value)) for (const each of Object.values(value)) checkGrammar(each);
  if (typeof value !== 'string') return;
  if (jinja.test(value)) throw new GrammarError(`The simulated Mistral knows no Jinja: ${value}`);
  for (const found of value.match(inline) ?? []) parse(inner(found));
}

function inText(text: string, scope: Scope): unknown {
  let result = text;
  for (const found of text.match(inline) ?? []) {
    const value = one(inner(found), scope);
    if (found.length === text.length) return value;
    result = result.replaceAll(found, () => str(value));
  }
  return result;
}

function one(expression: string, scope: Scope): unknown {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    const why = (error as Error).message;
    throw new ExpressionError(`Can not evaluate YAQL expression [expression=${expression}, error=${why}, data={...}]`);
  }
}

/** As Mistral strips it: all of these letters at both ends. */
function inner(found: string): string {
  return found.replace(/^[<%>]+|[<%>]+$/g, '').trim();
}
