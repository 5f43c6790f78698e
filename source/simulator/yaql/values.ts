/** A length of time, as the difference of two times. */
export class Span {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
}

export type Dict = Readonly<Record<string, unknown>>;

export function isDict(value: unknown): value is Dict {
  return isObject(value) && !(value instanceof Date) && !(value instanceof Span);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What counts as true: nothing that is empty, zero or null. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Whether two values are the same, all that is in them included. True is 1, as in Python. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => isEqual(each, b[i]));
  if (isDict(a) && isDict(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && isEqual(a[key], b[key]));
  }
  return plain(a) === plain(b);
}

/** Below, at or above zero; undefined where the two cannot be compared. Null comes before all else. */
export function order(a: unknown, b: unknown): number | undefined {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  const [left, right] = [typeof a === 'boolean' ? a : plain(a), typeof b === 'boolean' ? b : plain(b)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return undefined;
}

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Date) return value.getTime();
  return value instanceof Span ? value.milliseconds : value;
}
