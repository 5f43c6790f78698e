import type { Slices } from '../step.ts';

/** What JSON can hold. */
export type Plain = null | string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** Digits that are kept of a number that is not whole: more than any screen shows. */
const digits = 5;

/**
 * A value of the state as JSON can hold it. Maps, and numbers that JSON has no word for, are marked by a `$`; fields
 * that are undefined are left out.
 */
export function toPlain(value: unknown): Plain {
  if (typeof value === 'number') return Number.isFinite(value) ? rounded(value) : { $number: String(value) };
  if (typeof value !== 'object' || value === null) return (value ?? null) as Plain;
  if (Array.isArray(value)) return value.map(toPlain);
  const fields = [...(value instanceof Map ? value : Object.entries(value))].filter(([, one]) => one !== undefined);
  const plain = fields.map(([key, one]): [string, Plain] => [String(key), toPlain(one)]);
  if (value instanceof Map) return { $map: plain };
  return plain.some(([key]) => key.startsWith('$')) ? { $object: plain } : Object.fromEntries(plain);
}

/** Entries of a map that are written before a pause. */
const slice = 500;

/** JSON of `toPlain` of a record whose fields may be maps of thousands, in parts and with pauses. */
export function* writing(record: Readonly<Record<string, unknown>>): Slices<string[]> {
  const parts: string[] = [];
  for (const [key, one] of Object.entries(record)) {
    if (one === undefined) continue;
    parts.push(`${parts.length ? ',' : '{'}${JSON.stringify(key)}:`);
    const isLong = one instanceof Map && one.size >= slice;
    parts.push(...(isLong ? yield* writingMap([...one]) : [JSON.stringify(toPlain(one))]));
  }
  return [...parts, '}'];
}

function* writingMap(entries: readonly [unknown, unknown][]): Slices<string[]> {
  const parts: string[] = [];
  for (let from = 0; from < entries.length; from += slice) {
    yield;
    const known = entries.slice(from, from + slice).filter(([, one]) => one !== undefined);
    if (!known.length) continue;
    const json = JSON.stringify(known.map(([key, one]) => [String(key), toPlain(one)])).slice(1, -1);
    parts.push(parts.length ? ',' : '', json);
  }
  return ['{"$map":[', ...parts, ']}'];
}

/** The value again. */
export function fromPlain(plain: Plain): unknown {
  if (typeof plain !== 'object' || plain === null) return plain;
  if (isList(plain)) return plain.map(fromPlain);
  const { $map, $object, $number } = plain;
  if ($map !== undefined) return new Map(pairs($map));
  if ($object !== undefined) return Object.fromEntries(pairs($object));
  if ($number !== undefined) return Number($number);
  return Object.fromEntries(Object.entries(plain).map(([key, one]) => [key, fromPlain(one)]));
}

export function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}

const isList = (plain: Plain): plain is readonly Plain[] => Array.isArray(plain);

function pairs(plain: Plain): [string, unknown][] {
  return (plain as readonly [string, Plain][]).map(([key, one]) => [key, fromPlain(one)]);
}
