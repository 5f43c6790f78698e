import { EvaluationError } from './errors.ts';
import { type Dict, isDict, isEqual, order, Span } from './values.ts';

/** What an operator makes of two values. Throws `EvaluationError` where it is not for these. */
export function operate(operator: string, a: unknown, b: unknown): unknown {
  const result = operations[operator]?.(a, b);
  if (result === undefined) throw new EvaluationError(`No function "#operator_${operator}" matches supplied arguments`);
  return result;
}

export function sign(operator: string, value: unknown): unknown {
  if (typeof value === 'number') return operator === '-' ? -value : value;
  throw new EvaluationError(`No function "#unary_operator_${operator}" matches supplied arguments`);
}

const compared = (holds: (order: number) => boolean) => (a: unknown, b: unknown) => {
  const found = order(a, b);
  return found === undefined ? undefined : holds(found);
};

const numbers = (reckon: (a: number, b: number) => number) => (a: unknown, b: unknown) =>
  typeof a === 'number' && typeof b === 'number' ? reckon(a, b) : undefined;

const operations: Readonly<Record<string, (a: unknown, b: unknown) => unknown>> = {
  '=': isEqual,
  '!=': (a, b) => !isEqual(a, b),
  '<': compared((found) => found < 0),
  '>': compared((found) => found > 0),
  '<=': compared((found) => found <= 0),
  '>=': compared((found) => found >= 0),
  '+': plus,
  '-': minus,
  '*': times,
  '/': numbers((a, b) => {
    if (b === 0) throw new EvaluationError('integer division or modulo by zero');
    return Number.isInteger(a) && Number.isInteger(b) ? Math.floor(a / b) : a / b;
  }),
  mod: numbers((a, b) => a - b * Math.floor(a / b)),
  in: (a, b) => {
    if (typeof b === 'string' && typeof a === 'string') return b.includes(a);
    return Array.isArray(b) ? b.some((each) => isEqual(each, a)) : undefined;
  },
  '=~': (a, b) => (typeof a === 'string' && typeof b === 'string' ? new RegExp(b).test(a) : undefined),
  '!~': (a, b) => (typeof a === 'string' && typeof b === 'string' ? !new RegExp(b).test(a) : undefined),
};

function plus(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (isDict(a) && isDict(b)) return { ...(a as Dict), ...b };
  if (a instanceof Date && b instanceof Span) return new Date(a.getTime() + b.milliseconds);
  return numbers((left, right) => left + right)(a, b);
}

function minus(a: unknown, b: unknown): unknown {
  if (a instanceof Date && b instanceof Date) return new Span(a.getTime() - b.getTime());
  if (a instanceof Date && b instanceof Span) return new Date(a.getTime() - b.milliseconds);
  return numbers((left, right) => left - right)(a, b);
}

function times(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'number') return a.repeat(Math.max(0, b));
  return numbers((left, right) => left * right)(a, b);
}
