import { EvaluationError } from './errors.ts';
import { functions } from './functions.ts';
import { extensions, kindOf, type Lambda, lambdas, methods } from './methods.ts';
import { operate, sign } from './operators.ts';
import { isPair, type Node, type Pair, parse } from './parser.ts';
import { partOf } from './times.ts';
import { isDict, isTrue, Span } from './values.ts';

/** What an expression can speak of: `$` and the functions of the program that it is for. */
export type Scope = {
  readonly $: unknown;
  readonly functions: Readonly<Record<string, (...args: unknown[]) => unknown>>;
};

/** Functions of the program that take arguments by name: as one object, before the others. */
const namedFunctions = ['timespan', 'executions'];

/** The value of an expression. Throws `GrammarError` and `EvaluationError`, in YAQL's own words. */
export function evaluate(expression: string, scope: Scope): unknown {
  const tree = parse(expression);
  try {
    return reckon(tree, scope);
  } catch (error) {
    // A pattern or a text of JSON may be broken.
    throw error instanceof Error && !(error instanceof EvaluationError) ? new EvaluationError(error.message) : error;
  }
}

function reckon(node: Node, scope: Scope): unknown {
  const of = (each: Node) => reckon(each, scope);
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'variable':
      return node.name === '$' || node.name === '$1' ? scope.$ : null;
    case 'list':
      return node.items.map(of);
    case 'map':
      return Object.fromEntries(node.pairs.map(({ key, value }) => [String(of(key)), of(value)]));
    case 'unary':
      return node.operator === 'not' ? !isTrue(of(node.of)) : sign(node.operator, of(node.of));
    case 'binary':
      return binary(node, of);
    case 'index':
      return indexed(of(node.of), node.at.map(of));
    case 'property':
      return property(of(node.of), node.name, node.optional);
    case 'call':
      return node.of ? method(node, of(node.of), scope) : call(node, scope);
  }
}

function binary({ operator, left, right }: Extract<Node, { kind: 'binary' }>, of: (node: Node) => unknown): unknown {
  if (operator === '->') throw new EvaluationError('The simulated Mistral does not know "->"');
  const first = of(left);
  if (operator === 'and') return isTrue(first) ? of(right) : first;
  if (operator === 'or') return isTrue(first) ? first : of(right);
  return operate(operator, first, of(right));
}

function property(value: unknown, name: string, optional: boolean): unknown {
  if (optional && value === null) return null;
  if (isDict(value)) {
    if (Object.hasOwn(value, name)) return value[name];
    throw new EvaluationError(`'${name}'`);
  }
  if (Array.isArray(value) && value.every(isDict)) return value.map((each) => property(each, name, false));
  const part = value instanceof Date || value instanceof Span ? partOf(value, name) : undefined;
  if (part === undefined) throw new EvaluationError(`Unknown function "#property#${name}"`);
  return part;
}

function indexed(value: unknown, [at]: readonly unknown[]): unknown {
  if (isDict(value)) return property(value, String(at), false);
  if (!Array.isArray(value) || typeof at !== 'number') {
    throw new EvaluationError('No function "#indexer" matches supplied arguments');
  }
  const found = value.at(at);
  if (at >= value.length || at < -value.length) throw new EvaluationError('tuple index out of range');
  return found;
}

type Call = Extract<Node, { kind: 'call' }>;

function method({ name, args, optional }: Call, receiver: unknown, scope: Scope): unknown {
  if (optional && receiver === null) return null;
  const kind = kindOf(receiver);
  const items = args.filter((each): each is Node => !isPair(each));
  if (kind === 'list') {
    const list = receiver as unknown[];
    const lambda = items[0] && ((item: unknown) => reckon(items[0]!, { ...scope, $: item }));
    if (name === 'first' || name === 'last') return end(list, name, items[0] && reckon(items[0], scope));
    const found = lambdas[name]?.(list, lambda as Lambda | undefined);
    if (found !== undefined) return found;
  }
  const own = kind && (methods[kind][name] as ((...all: unknown[]) => unknown) | undefined);
  const values = items.map((each) => reckon(each, scope));
  const fitting = kind && items.length === args.length && fits(kind, values);
  const result = fitting ? own?.(receiver, ...values) : undefined;
  if (result !== undefined) return result;
  const known = Object.values(methods).some((each) => name in each) || name in lambdas || name === 'first';
  if (!known) throw new EvaluationError(`Unknown method "${name}" for receiver ${functions.str!(receiver)}`);
  const about = `No method "${name}" for receiver ${receiver === null ? 'None' : functions.str!(receiver)}`;
  throw new EvaluationError(`${about} matches supplied arguments`);
}

/** Methods of text take text, numbers or a list of parts, and never what would be written as text by itself. */
function fits(kind: string, values: readonly unknown[]): boolean {
  const ofText = (value: unknown) => ['string', 'number'].includes(typeof value) || Array.isArray(value);
  return kind !== 'text' || values.every(ofText);
}

function end(list: readonly unknown[], name: 'first' | 'last', otherwise: unknown): unknown {
  if (list.length) return list.at(name === 'first' ? 0 : -1);
  if (otherwise === undefined) throw new EvaluationError('StopIteration');
  return otherwise;
}

function call(node: Call, scope: Scope): unknown {
  const { name, args } = node;
  const of = (each: Node | Pair) => reckon(isPair(each) ? each.value : each, scope);
  if (name === 'switch') {
    const arm = args.find((each): each is Pair => isPair(each) && isTrue(reckon(each.key, scope)));
    return arm ? of(arm) : null;
  }
  if (name === 'coalesce') {
    for (const each of args) {
      const value = of(each);
      if (value !== null) return value;
    }
    return null;
  }
  if (name === 'dict') {
    const [pairs] = args.length === 1 && args[0] && !isPair(args[0]) ? [of(args[0])] : [undefined];
    if (Array.isArray(pairs) && pairs.every(Array.isArray)) return Object.fromEntries(pairs);
    if (pairs !== undefined) return pairs;
    return Object.fromEntries(args.map((each) => [isPair(each) ? String(reckon(each.key, scope)) : '', of(each)]));
  }
  const named = args.filter(isPair).map(({ key, value }) => [String(reckon(key, scope)), reckon(value, scope)]);
  const values = args.filter((each) => !isPair(each)).map(of);
  const own = scope.functions[name] ?? functions[name];
  if (own) {
    const takesNames = namedFunctions.includes(name);
    const result = takesNames ? own(Object.fromEntries(named), ...values) : named.length ? undefined : own(...values);
    if (result !== undefined) return result;
  } else if (extensions.includes(name) && args[0] && !isPair(args[0])) {
    try {
      return method({ ...node, args: args.slice(1) }, of(args[0]), scope);
    } catch (error) {
      if (!(error instanceof EvaluationError && error.message.startsWith(`No method "${name}"`))) throw error;
    }
  } else throw new EvaluationError(`Unknown function "${name}"`);
  throw new EvaluationError(`No function "${name}" matches supplied arguments`);
}
