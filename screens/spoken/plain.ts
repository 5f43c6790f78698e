import { type Piece, textOf } from '../parts/line.tsx';
import type { Told } from '../parts/story.tsx';
import { clean } from '../parts/text.ts';
import type { KeySpec } from '../shell/key-spec.ts';

/** The parts as one sentence to be heard: clean, units and signs as words, a full stop at its end. */
export function sentence(...parts: readonly (string | undefined | false)[]): string {
  const text = plain(parts.filter((part) => part).join(', '));
  return !text || /[.?!:,{}[\]]$/.test(text) ? text : `${text}.`;
}

/** A drawn line as text: what stands apart is set apart by a comma. */
export function heard(pieces: readonly Piece[]): string {
  return pieces
    .map(textOf)
    .map((text) => text.replace(rung, (_, sign: string, title: string) => `${title} ${places[sign]}`))
    .join('')
    .trim()
    .replace(/ {2,}/g, ', ')
    .replace(/:,/g, ':');
}

/** A rung of a ladder whose place is told by a sign alone. */
const rung = /^([●○✓✗▸]) ([a-z]+(?: [a-z]+)*)$/;
const places: Readonly<Record<string, string>> = {
  '●': 'is under way',
  '○': 'comes later',
  '✓': 'helped',
  '✗': 'did not help',
  '▸': 'is next',
};

/** A story's labelled line as a sentence. */
export function heardStory([label = '', ...pieces]: Told): string {
  const name = textOf(label).trim();
  const words = heard(pieces);
  return sentence(name ? `${name}: ${words}` : words);
}

/** What is drawn for the eye alone. */
const signs = /[▸◂●○✓✗█░▒▁▂▃▄▅▆▇┊┄╌─│]/g;

/** Of an id the beginning is heard. */
const uuid = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

const units: Readonly<Record<string, string>> = { s: 'second', min: 'minute', h: 'hour', d: 'day' };

/** The text as it is to be read out. */
function plain(text: string): string {
  return clean(text)
    .replace(signs, ' ')
    .replace(uuid, '$1')
    .replace(/ [·›] /g, ', ')
    .replace(/, →, /g, ', then ')
    .replace(/ → /g, ' to ')
    .replace(/P\(fail\)|\bP(?= \d)/g, 'probability')
    .replace(/(\d) ?%/g, '$1 percent')
    .replace(/(\d) (s|min|h|d)\b(?! percent)/g, (_, digit: string, unit: string) => `${digit} ${units[unit]}s`)
    .replace(/\b1 (second|minute|hour|day)s\b/g, '1 $1')
    .replace(/\b([kMGT]?B)\/s\b/g, '$1 per second')
    .replace(/(\d)–(\d)/g, '$1 to $2')
    .replace(/(^|[ (])[–—](?=$|[ ,.)])/g, '$1not known')
    .replace(/…/g, '...')
    .replace(/ +/g, ' ')
    .replace(/ ([,.;])/g, '$1')
    .replace(/(?:[,;] ?)+(?=[,;])/g, '')
    .replace(/^[ ,;]+|[ ,;]+$/g, '');
}

/** Keys as they are called, for a reader may pass over a bare ":". */
const names: Readonly<Record<string, string>> = {
  ...{ up: 'up', down: 'down', left: 'left', right: 'right', pageup: 'page up', pagedown: 'page down' },
  ...{ esc: 'escape', '/': 'slash', ':': 'colon', '.': 'full stop', ',': 'comma', '-': 'minus', '+': 'plus' },
  ...{ '?': 'question mark', '<': 'less than', '>': 'greater than', '[': 'left bracket', ']': 'right bracket' },
  ...{ '{': 'left brace', '}': 'right brace' },
};

export function keyName(key: string): string {
  if (key.startsWith('ctrl+')) return `control ${key.slice(5)}`;
  if (/^[A-Z]$/.test(key)) return `capital ${key}`;
  return names[key] ?? key;
}

/** All keys of a record, as they are called. */
export const keyNamesOf = ({ keys }: Pick<KeySpec, 'keys'>): string => keys.map(keyName).join(' or ');

/** The same of the record with this name. */
export function keysNamed(keys: readonly KeySpec[], name: string): string {
  const spec = keys.find((one) => one.name === name);
  return spec ? keyNamesOf(spec) : '';
}

/** The key of the record with this name, as it is called. */
export function keyNamed(keys: readonly KeySpec[], name: string): string {
  const spec = keys.find((one) => one.name === name);
  return spec ? keyName(spec.keys[0]!) : '';
}
