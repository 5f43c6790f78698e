import type { Slices } from '../step.ts';
import type { Names } from './names.ts';
import { fromPlain, type Plain, rounded, toPlain } from './plain.ts';

/**
 * What became of a value: a plain word or number is the new value itself. `=`: another value. `.` and `-`: fields of an
 * object, or of a map (by the number of their name), that changed and that are gone. `[`: a list of which the part from…to
 * stayed, with what came before it (`a`) and behind it (`z`).
 */
export type Change = Plain;

/** How `after` differs from `before`, or undefined where it does not. */
export function difference(before: unknown, after: unknown, names: Names): Change | undefined {
  if (Object.is(before, after)) return undefined;
  if (before instanceof Map && after instanceof Map) return mapChange(before, after, names);
  if (Array.isArray(before) && Array.isArray(after)) return window(before, after);
  if (isRecord(before) && isRecord(after)) return recordChange(before, after, names);
  if (typeof before === 'number' && typeof after === 'number' && Object.is(rounded(before), rounded(after)))
    return undefined;
  const plain = toPlain(after);
  return typeof plain === 'object' && plain !== null ? { '=': plain } : plain;
}

/** The same for records whose fields may be maps of thousands, with pauses: JSON in parts; none where nothing changed. */
export function* differing(before: Fieldful, after: Fieldful, names: Names): Slices<string[]> {
  const news: string[] = [];
  for (const [key, one] of Object.entries(after)) {
    const old = own(before, key);
    if (one === undefined || Object.is(old, one)) continue;
    const isMap = old instanceof Map && one instanceof Map;
    const change = isMap ? yield* mapDiffering(old, one, names) : jsonOf(difference(old, one, names));
    if (change.length) news.push(news.length ? ',' : '', `${JSON.stringify(key)}:`, ...change);
  }
  const gone = Object.keys(before).filter((key) => before[key] !== undefined && own(after, key) === undefined);
  return fieldsOf(news, gone);
}

/** Entries of a map that are compared before a pause. */
const slice = 500;

function* mapDiffering(before: ByName, after: ByName, names: Names): Slices<string[]> {
  const news: string[] = [];
  let some: Record<string, Change> = {};
  let index = 0;
  const told = () => {
    const json = JSON.stringify(some).slice(1, -1);
    if (json) news.push(news.length ? ',' : '', json);
    some = {};
  };
  for (const [key, one] of after) {
    const change = one === undefined ? undefined : difference(before.get(key), one, names);
    if (change !== undefined) some[names.number(key)] = change;
    if (++index % slice) continue;
    told();
    yield;
  }
  told();
  const gone = [...before].flatMap(([key, one]) => (one !== undefined && after.get(key) === undefined ? [key] : []));
  return fieldsOf(
    news,
    gone.map((key) => String(names.number(key))),
  );
}

function fieldsOf(news: readonly string[], gone: readonly string[]): string[] {
  if (!news.length && !gone.length) return [];
  const dropped = gone.length ? [`${news.length ? ',' : ''}"-":${JSON.stringify(gone)}`] : [];
  return ['{', ...(news.length ? ['".":{', ...news, '}'] : []), ...dropped, '}'];
}

const jsonOf = (change: Change | undefined): string[] => (change === undefined ? [] : [JSON.stringify(change)]);

/** The value after the change. Throws where the change is not one of this value. */
export function changed(before: unknown, change: Change, names: Names): unknown {
  if (typeof change !== 'object' || change === null) return change;
  const { '=': whole, '[': kept } = change as { readonly [key: string]: Plain };
  if (whole !== undefined) return fromPlain(whole);
  if (kept !== undefined) return slid(before, change as Slide, names);
  const { '.': news = {}, '-': gone = [] } = change as Fields;
  if (before instanceof Map) {
    names.copy(before.size);
    const after = new Map(before);
    for (const key of gone) after.delete(names.name(Number(key)));
    for (const key in news) {
      const name = names.name(Number(key));
      after.set(name, changed(before.get(name), news[key]!, names));
    }
    return after;
  }
  if (!isRecord(before)) throw new Error('it changes fields of something that has none');
  const after = { ...before };
  for (const key of gone) delete after[key];
  for (const key in news) put(after, key, changed(own(before, key), news[key]!, names));
  return after;
}

/** Also a field of the one name that is not a field when it is set. */
function put(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

type Fields = { readonly '.'?: { readonly [key: string]: Change }; readonly '-'?: readonly string[] };
type Slide = { readonly '[': readonly [number, number]; readonly a?: readonly Plain[]; readonly z?: readonly Plain[] };

/** Fields of records, or with `names` of maps. */
class FieldChanges {
  readonly #news: Record<string, Change> = {};
  readonly #gone: string[] = [];
  #some = false;

  set(key: string, change: Change | undefined): void {
    if (change === undefined) return;
    put(this.#news, key, change);
    this.#some = true;
  }

  drop(key: string): void {
    this.#gone.push(key);
  }

  get change(): Change | undefined {
    if (!this.#some && !this.#gone.length) return undefined;
    return { ...(this.#some ? { '.': this.#news } : {}), ...(this.#gone.length ? { '-': this.#gone } : {}) };
  }
}

function recordChange(before: Fieldful, after: Fieldful, names: Names): Change | undefined {
  const changes = new FieldChanges();
  for (const key in after) {
    if (after[key] === undefined) continue;
    changes.set(key, difference(own(before, key), after[key], names));
  }
  for (const key in before) if (before[key] !== undefined && own(after, key) === undefined) changes.drop(key);
  return changes.change;
}

function mapChange(before: ByName, after: ByName, names: Names): Change | undefined {
  const changes = new FieldChanges();
  for (const [key, one] of after) {
    const old = before.get(key);
    if (one === undefined || Object.is(old, one)) continue;
    const change = difference(old, one, names);
    if (change !== undefined) changes.set(String(names.number(key)), change);
  }
  for (const [key, one] of before)
    if (one !== undefined && after.get(key) === undefined) changes.drop(String(names.number(key)));
  return changes.change;
}

type Fieldful = Readonly<Record<string, unknown>>;
type ByName = ReadonlyMap<string, unknown>;

/** A name that every object has by birth ("constructor") is no field. */
const own = (record: Fieldful, key: string) => (Object.hasOwn(record, key) ? record[key] : undefined);

/** Lists of the state grow at one end and are cut at the other: most of it stays. */
function window(before: readonly unknown[], after: readonly unknown[]): Change | undefined {
  if (!before.length && !after.length) return undefined;
  for (const { from, head } of ends(before, after)) {
    const length = Math.min(before.length - from, after.length - head);
    if (!sameRun(before, from, after, head, length)) continue;
    if (length === before.length && length === after.length) return undefined;
    const a = after.slice(0, head).map(toPlain);
    const z = after.slice(head + length).map(toPlain);
    return { '[': [from, from + length], ...(a.length ? { a } : {}), ...(z.length ? { z } : {}) };
  }
  return { '=': after.map(toPlain) };
}

/** Where the old list may go on in the new one: how much of its front is gone, or what has come before it. */
function* ends(before: readonly unknown[], after: readonly unknown[]) {
  for (let from = 0; from < Math.min(before.length, 4); from++) yield { from, head: 0 };
  for (let head = 1; head < Math.min(after.length, 64); head++) yield { from: 0, head };
}

function sameRun(a: readonly unknown[], from: number, b: readonly unknown[], head: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (!same(a[from + i], b[head + i])) return false;
  return length > 0;
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'number' && typeof b === 'number') return Object.is(rounded(a), rounded(b));
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return false;
  return JSON.stringify(toPlain(a)) === JSON.stringify(toPlain(b));
}

function slid(before: unknown, { '[': [from, to], a = [], z = [] }: Slide, names: Names): unknown[] {
  if (!Array.isArray(before)) throw new Error('it goes on with a list that is none');
  names.copy(before.length);
  const after: unknown[] = before.slice(from, to);
  if (a.length) after.unshift(...a.map(fromPlain));
  for (const one of z) after.push(fromPlain(one));
  return after;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
