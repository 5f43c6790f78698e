import { clean } from '../parts/text.ts';

const letters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  Z: 'tab',
};

const numbers: Readonly<Record<number, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
};

const characters: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'esc',
  ' ': 'space',
};

/** A character as the name of its key: "g", "enter", "ctrl+c" … undefined for what is no key. */
export function keyOfCharacter(text: string): string | undefined {
  const code = text.codePointAt(0) ?? 0;
  if (characters[text]) return characters[text];
  if (code >= 1 && code <= 26) return `ctrl+${String.fromCharCode(code + 96)}`;
  return clean(text) || undefined;
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control sequences are what is read
const plain = /^\x1b(\[|O)(?:1?(?:;\d+(?::1)?)?)?([ABCDFHMZ])$/;
const numbered = /^\x1b\[(\d+)(?:;\d+(?::1)?)?~$/;
const coded = /^\x1b\[(\d+)(?::\d*)*(?:;(\d+)(?::([12]))?)?(?:;[\d:]*)?u$/;
const otherKey = /^\x1b\[27;(\d+);(\d+)~$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: control sequences are what is read

/**
 * A whole control sequence (CSI, SS3) as the name of its key; undefined for answers of the terminal, mice and keys that
 * mean nothing here. Keyboards that send "CSI code ; modifiers u" are understood: a program before may have left them so.
 */
export function keyOfSequence(text: string): string | undefined {
  const [, introducer, letter] = plain.exec(text) ?? [];
  if (letter) return introducer === '[' && letter === 'M' ? undefined : letters[letter];
  const [, number] = numbered.exec(text) ?? [];
  if (number) return numbers[Number(number)];
  const [, code, modifiers = 1] = coded.exec(text) ?? [];
  if (code) return keyOfCode(Number(code), Number(modifiers));
  const [, held, other] = otherKey.exec(text) ?? [];
  return other ? keyOfCode(Number(other), Number(held)) : undefined;
}

/** By the character's code and the modifiers: one more than the sum of 1 shift, 2 alt, 4 ctrl. */
function keyOfCode(code: number, modifiers: number): string | undefined {
  if (code > 0x10ffff) return undefined;
  const held = (modifiers - 1) & 0b111;
  const character = String.fromCodePoint(code);
  if (held === 4) return /[a-z]/.test(character) ? `ctrl+${character}` : undefined;
  if (held > 1) return undefined;
  return keyOfCharacter(held === 1 ? character.toUpperCase() : character);
}
