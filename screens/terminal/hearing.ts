import { keyOfCharacter, keyOfSequence } from './key-of.ts';
import { atOnce, type Unit } from './sequences.ts';

/**
 * With what a key came: with nothing; with the like of it (a key that is held); with other keys, faster than a hand moves
 * from one to the next; or within text that was pasted.
 */
export type Company = 'none' | 'like' | 'others' | 'text';

/** What an operator's terminal has said: a key by its name, or text that came at once. */
export type Heard =
  | { readonly type: 'key'; readonly key: string; readonly company: Company }
  | { readonly type: 'text'; readonly text: string };

/** Milliseconds in which what follows a paste is still the paste. */
const stillPasted = 50;

/** Tells keys that were pressed from text that was pasted without saying so: different characters at once are text. */
export class Hearing {
  #last: { readonly key: string; readonly at: number } = { key: '', at: Number.NEGATIVE_INFINITY };
  #pastedAt = Number.NEGATIVE_INFINITY;

  /** What came in one read, at a time in ms. */
  heard(units: readonly Unit[], at: number): Heard[] {
    const keys = units.flatMap((unit) => (isEarlier(unit, at) ? [] : (keyOf(unit) ?? [])));
    const printed = new Set(keys.flatMap(({ key, printable }) => (printable ? [key] : [])));
    const isText = printed.size > 1 || (printed.size === 1 && at - this.#pastedAt < stillPasted);
    if (isText) this.#pastedAt = at;
    const company = isText ? 'text' : this.#companyOf(keys, at);
    const last = keys.at(-1);
    if (last) this.#last = { key: last.key, at };
    return joined(units.flatMap((unit) => heardOf(unit, isEarlier(unit, at) ? 'none' : company)));
  }

  #companyOf(keys: readonly KeyUnit[], at: number): Company {
    const [first] = keys;
    if (!first) return 'none';
    const near = at - this.#last.at < atOnce;
    if (keys.some(({ key }) => key !== first.key) || (near && this.#last.key !== first.key)) return 'others';
    return near || keys.length > 1 || first.late ? 'like' : 'none';
  }
}

/** An Esc that was waited for came in a read of its own. */
const isEarlier = (unit: Unit, at: number) => unit.type === 'escape' && at - unit.at >= atOnce;

type KeyUnit = { readonly key: string; readonly printable: boolean; readonly late: boolean };

function keyOf(unit: Unit): KeyUnit | undefined {
  if (unit.type === 'paste') return undefined;
  if (unit.type === 'escape') return { key: 'esc', printable: false, late: false };
  const key = unit.type === 'character' ? keyOfCharacter(unit.text) : keyOfSequence(unit.text);
  if (key === undefined) return undefined;
  const printable = key === 'space' || [...key].length === 1;
  return { key, printable, late: unit.type === 'character' && unit.late === true };
}

function heardOf(unit: Unit, company: Company): Heard[] {
  if (unit.type === 'paste') return [{ type: 'text', text: unit.text }];
  const found = keyOf(unit);
  if (!found) return [];
  if (company !== 'text' || !found.printable) return [{ type: 'key', key: found.key, company }];
  return [{ type: 'text', text: found.key === 'space' ? ' ' : found.key }];
}

/** Text that follows upon text is one text. */
function joined(all: readonly Heard[]): Heard[] {
  const one: Heard[] = [];
  for (const heard of all) {
    const before = one.at(-1);
    if (heard.type === 'text' && before?.type === 'text')
      one[one.length - 1] = { type: 'text', text: before.text + heard.text };
    else one.push(heard);
  }
  return one;
}
