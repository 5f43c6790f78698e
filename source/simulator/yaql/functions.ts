import { repr } from '../python.ts';
import { EvaluationError } from './errors.ts';
import { spanOf } from './times.ts';
import { type Dict, isDict } from './values.ts';

/** What is called by its name alone: `str(1)`. Undefined comes of arguments that it is not for. */
export const functions: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  str: (value) => text(value),
  int: (value) => whole(value),
  float: (value) => fraction(value),
  bool: (value) => Boolean(value),
  list: (...items) => items.flatMap((item) => (Array.isArray(item) ? item : [item])),
  concat: (...parts) => {
    if (parts.every((part) => typeof part === 'string')) return parts.join('');
    return parts.every(Array.isArray) ? parts.flat(1) : undefined;
  },
  max: (a, b) => (typeof a === 'number' && typeof b === 'number' ? Math.max(a, b) : undefined),
  min: (a, b) => (typeof a === 'number' && typeof b === 'number' ? Math.min(a, b) : undefined),
  abs: (a) => (typeof a === 'number' ? Math.abs(a) : undefined),
  range: (a, b) => {
    const [start, stop] = b === undefined ? [0, Number(a)] : [Number(a), Number(b)];
    return Array.from({ length: Math.max(0, stop - start) }, (_, i) => start + i);
  },
  isString: (value) => typeof value === 'string',
  isInteger: (value) => typeof value === 'number' && Number.isInteger(value),
  isNumber: (value) => typeof value === 'number',
  isBoolean: (value) => typeof value === 'boolean',
  isList: (value) => Array.isArray(value),
  isDict: (value) => isDict(value),
  datetime: (value) => {
    if (typeof value !== 'string') return undefined;
    const at = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`);
    if (Number.isNaN(at.getTime())) throw new EvaluationError(`Unknown string format: ${value}`);
    return at;
  },
  timespan: (named, ...parts) => spanOf(named as Dict, parts),
  json_dump: (value) => JSON.stringify(value, undefined, 4),
  json_parse: (value) => JSON.parse(String(value)),
};

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value === 'boolean') return String(value);
  return tuples(value);
}

/** YAQL keeps lists as Python's tuples. */
function tuples(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(tuples).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (!isDict(value)) return repr(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${repr(key)}: ${tuples(each)}`)
    .join(', ')}}`;
}

function whole(value: unknown): number {
  if (value === null) return 0;
  if (typeof value === 'number' || typeof value === 'boolean') return Math.trunc(Number(value));
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number(value);
  throw new EvaluationError(`invalid literal for int() with base 10: ${repr(value)}`);
}

function fraction(value: unknown): number {
  if (value === null) return 0;
  const found = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isNaN(found)) return found;
  throw new EvaluationError(`could not convert string to float: ${repr(value)}`);
}
