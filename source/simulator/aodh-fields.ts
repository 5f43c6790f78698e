import { repr, typeName } from './python.ts';
import { Refused } from './refused.ts';

/** Reads a value, or throws `Refused` with Aodh's sentence. `whole` is the body, which some sentences repeat. */
export type Reader = (value: unknown, name: string, whole: unknown) => unknown;
export type Fields = Readonly<Record<string, { readonly read: Reader; readonly mandatory?: true }>>;

/**
 * The attributes that a body gives, in the order in which Aodh looks at them. Stricter than Aodh in one thing: null
 * counts as not given (it takes `"threshold": null`, and its evaluator stumbles over it for ever).
 */
export function readFields(value: unknown, fields: Fields, path: string, whole = value): Record<string, unknown> {
  if (typeName(value) !== 'dict') throw invalid(path, value, `Wrong type. Expected 'dict', got ${quoted(value)}`);
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(fields, name));
  if (unknown.length) {
    throw new Refused(
      400,
      `Unknown attribute${unknown.length > 1 ? 's' : ''} for argument ${path}: ${unknown.join(', ')}`,
    );
  }
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (given[name] !== undefined && given[name] !== null) read[name] = field.read(given[name], name, whole);
    else if (field.mandatory) throw invalid(name, null, 'Mandatory field missing.');
  }
  return read;
}

export const text: Reader = (value, name) => {
  if (typeof value === 'string') return value;
  throw invalid(name, value, `Wrong type. Expected '<class 'str'>', got ${quoted(value)}`);
};

export const texts: Reader = (value, name, whole) => {
  if (!Array.isArray(value)) throw invalid('data', whole, `Value not a valid list: ${value}`);
  const wrong = value.find((one) => typeof one !== 'string');
  if (wrong === undefined) return value;
  throw invalid(name, value, `Wrong type. Expected '<class 'str'>', got ${quoted(wrong)}`);
};

export const bool: Reader = (value, _, whole) => {
  const word = String(value).toLowerCase();
  if (['t', 'true', 'on', 'y', 'yes', '1'].includes(word)) return true;
  if (['f', 'false', 'off', 'n', 'no', '0'].includes(word)) return false;
  throw invalid('data', whole, `Value not an unambiguous boolean: ${value}`);
};

export const real: Reader = (value, _, whole) => {
  const number = numberOf(value);
  if (!Number.isNaN(number)) return number;
  throw invalid('data', whole, `could not convert string to float: ${repr(value)}`);
};

/** A whole number from 1. */
export const count: Reader = (value, name, whole) => {
  const number = numberOf(value);
  if (!Number.isInteger(number)) {
    throw invalid('data', whole, `invalid literal for int() with base 10: ${repr(value)}`);
  }
  if (number < 1) throw invalid(name, number, 'Value should be greater or equal to 1');
  return number;
};

export function oneOf(words: readonly string[]): Reader {
  return (value, name) => {
    if (words.includes(value as string)) return value;
    throw invalid(name, value, `Value should be one of: ${words.join(', ')}`);
  };
}

/** Aodh's sentence for a value that it cannot use. */
export function invalid(name: string, value: unknown, why: string): Refused {
  const shown = typeof value === 'string' ? value : repr(value);
  return new Refused(400, `Invalid input for field/attribute ${name}. Value: '${shown}'. ${why}`);
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() ? Number(value) : Number.NaN;
}

function quoted(value: unknown): string {
  return `'<class '${typeName(value)}'>'`;
}
