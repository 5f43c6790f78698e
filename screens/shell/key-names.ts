import type { Key } from 'ink';
import { clean } from '../parts/text.ts';

/**
 * Ink's account of an input as names of keys: "up", "enter", "ctrl+c", "g" … Several characters at once are one key
 * each while text is typed; elsewhere they are a key held down on a slow line, or a paste, and a paste presses nothing.
 */
export function keyNames(input: string, key: Key, typing: boolean): string[] {
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
  const characters = [...clean(input)];
  if (!typing && new Set(characters).size > 1) return [];
  return characters.map((character) => (character === ' ' ? 'space' : character));
}
