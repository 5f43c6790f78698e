import type { Key } from 'ink';
import { clean } from '../parts/text.ts';

const named: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  ' ': 'space',
};

/**
 * Ink's account of an input as names of keys: "up", "enter", "ctrl+c", "g" … On a slow line several keys arrive as one
 * input: each is a name of its own.
 */
export function keyNames(input: string, key: Key): string[] {
  if (key.eventType === 'release') return [];
  if (key.upArrow) return ['up'];
  if (key.downArrow) return ['down'];
  if (key.leftArrow) return ['left'];
  if (key.rightArrow) return ['right'];
  if (key.pageUp) return ['pageup'];
  if (key.pageDown) return ['pagedown'];
  if (key.home) return ['home'];
  if (key.end) return ['end'];
  if (key.return) return ['enter'];
  if (key.escape) return ['esc'];
  if (key.tab) return ['tab'];
  if (key.backspace) return ['backspace'];
  if (key.delete) return ['delete'];
  if (key.ctrl) return [`ctrl+${input}`];
  if (key.meta) return [];
  return characterNames(input);
}

/** Text as keys, one a character; what cannot be typed is left out. */
export function characterNames(text: string): string[] {
  return [...text].map((character) => named[character] ?? clean(character)).filter(Boolean);
}
