import { functions } from './functions.ts';
import { dateText } from './times.ts';
import { type Dict, isDict, isEqual, isTrue, order } from './values.ts';

/** Evaluates an argument for one item, which is `$` in it. */
export type Lambda = (item: unknown) => unknown;

type Method = (receiver: never, ...args: never[]) => unknown;
type Kind = 'text' | 'list' | 'dict' | 'time';

/** What is called on a value, by the kind of value. Undefined comes of arguments that it is not for. */
export const methods: Readonly<Record<Kind, Readonly<Record<string, Method>>>> = {
  text: {
    len: (self: string) => self.length,
    toUpper: (self: string) => self.toUpperCase(),
    toLower: (self: string) => self.toLowerCase(),
    startsWith: (self: string, ...starts: string[]) =>
      starts.every(isText) ? starts.some((each) => self.startsWith(each)) : undefined,
    endsWith: (self: string, ...ends: string[]) =>
      ends.every(isText) ? ends.some((each) => self.endsWith(each)) : undefined,
    replace: (self: string, old: string, fresh: string) =>
      isText(old) && isText(fresh) ? self.replaceAll(old, () => fresh) : undefined,
    split: (self: string, separator?: string) =>
      separator === undefined ? self.trim().split(/\s+/) : self.split(separator),
    join: (self: string, parts: unknown[]) => (Array.isArray(parts) ? joined(parts, self) : undefined),
    trim: (self: string) => self.trim(),
    isEmpty: (self: string) => self === '',
    indexOf: (self: string, part: string) => self.indexOf(part),
    substring: (self: string, start: number, length = self.length) => self.slice(start, start + length),
    matches: (self: string, pattern: string) => new RegExp(pattern).test(self),
  },
  list: {
    len: (self: unknown[]) => self.length,
    count: (self: unknown[]) => self.length,
    contains: (self: unknown[], value: unknown) => self.some((each) => isEqual(each, value)),
    indexOf: (self: unknown[], value: unknown) => self.findIndex((each) => isEqual(each, value)),
    join: (self: unknown[], separator: string) => (typeof separator === 'string' ? joined(self, separator) : undefined),
    sum: (self: number[]) => self.reduce((total, each) => total + each, 0),
    max: (self: unknown[]) => best(self, 1),
    min: (self: unknown[]) => best(self, -1),
    reverse: (self: unknown[]) => self.toReversed(),
    toList: (self: unknown[]) => self,
    distinct: (self: unknown[]) => self.filter((each, i) => self.findIndex((other) => isEqual(other, each)) === i),
  },
  dict: {
    len: (self: Dict) => Object.keys(self).length,
    get: (self: Dict, key: string, otherwise: unknown = null) => (Object.hasOwn(self, key) ? self[key] : otherwise),
    keys: (self: Dict) => Object.keys(self),
    values: (self: Dict) => Object.values(self),
    containsKey: (self: Dict, key: string) => Object.hasOwn(self, key),
    set: (self: Dict, key: string, value: unknown) => ({ ...self, [key]: value }),
    delete: (self: Dict, ...keys: string[]) =>
      Object.fromEntries(Object.entries(self).filter(([key]) => !keys.includes(key))),
  },
  time: {
    format: (self: Date, format: string) => (isText(format) ? dateText(self, format) : undefined),
  },
};

/** Those whose argument is evaluated for each item. */
export const lambdas: Readonly<Record<string, (self: unknown[], of: Lambda | undefined) => unknown>> = {
  where: (self, of) => of && self.filter((item) => isTrue(of(item))),
  select: (self, of) => of && self.map(of),
  any: (self, of) => self.some((item) => (of ? isTrue(of(item)) : true)),
  all: (self, of) => self.every((item) => isTrue(of ? of(item) : item)),
  orderBy: (self, of) => of && self.toSorted((a, b) => order(of(a), of(b)) ?? 0),
};

/** These can be called as functions too, with the value as the first argument. */
export const extensions = ['len', 'toUpper', 'toLower', 'startsWith', 'endsWith', 'trim', 'isEmpty', 'any'];

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function kindOf(value: unknown): Kind | undefined {
  if (typeof value === 'string') return 'text';
  if (value instanceof Date) return 'time';
  return Array.isArray(value) ? 'list' : isDict(value) ? 'dict' : undefined;
}

function joined(parts: unknown[], separator: string): string {
  return parts.map((part) => functions.str!(part)).join(separator);
}

function best(items: unknown[], direction: 1 | -1): unknown {
  return items.reduce((a, b) => ((order(b, a) ?? 0) * direction > 0 ? b : a));
}
