import {
  type AnsiCode,
  ansiCodesToString,
  diffAnsiCodes,
  reduceAnsiCodesIncremental,
  styledCharsFromTokens,
  tokenize,
} from '@alcalzone/ansi-tokenize';
import chalk, { type BackgroundColorName, type ChalkInstance, type ForegroundColorName } from 'chalk';
import type { Theme } from '../shell/theme.ts';
import type { Look } from '../shell/themes.ts';
import type { Piece } from './line.tsx';

/**
 * Pieces as one text with the terminal's codes, in the very form in which Ink writes a line: it need not take it apart
 * a second time, and has one text node to care for instead of dozens.
 */
export function dressed(pieces: readonly Piece[], tones: Theme['tones']): string {
  let out = '';
  let worn = nothing;
  for (const one of pieces) {
    const { text, tone } = typeof one === 'string' ? { text: one, tone: undefined } : one;
    const change = changeOf(worn, tone ? codesOf(tones[tone]) : nothing);
    out += change.text + text;
    worn = change.worn;
  }
  return out + changeOf(worn, nothing).text;
}

type Codes = readonly AnsiCode[];
const nothing: Codes = [];

/** What leads from one look to another, and the codes that hold then, in the order in which they were given. */
type Change = { readonly text: string; readonly worn: Codes };

function changeOf(from: Codes, to: Codes): Change {
  const own = changes.get(from) ?? new WeakMap<Codes, Change>();
  changes.set(from, own);
  const known = own.get(to);
  if (known) return known;
  const steps = diffAnsiCodes([...from], [...to]);
  const worn = reduceAnsiCodesIncremental([...from], steps);
  const change = { text: ansiCodesToString(steps), worn: worn.length ? worn : nothing };
  own.set(to, change);
  return change;
}

const changes = new WeakMap<Codes, WeakMap<Codes, Change>>();

/** What turns a look on, as chalk and this terminal's colours would. */
function codesOf(look: Look): Codes {
  const known = codes.get(look);
  if (known) return known;
  const [letter] = styledCharsFromTokens(tokenize(wear(look)('x')));
  const own = letter?.styles.length ? letter.styles : nothing;
  codes.set(look, own);
  return own;
}

const codes = new WeakMap<Look, Codes>();

function wear({ color, backgroundColor, dimColor, bold, underline }: Look): ChalkInstance {
  let style: ChalkInstance = chalk;
  if (dimColor) style = style.dim;
  if (color) style = isHex(color) ? style.hex(color) : style[color];
  if (backgroundColor) style = isHex(backgroundColor) ? style.bgHex(backgroundColor) : style[ground(backgroundColor)];
  if (bold) style = style.bold;
  return underline ? style.underline : style;
}

const isHex = (color: string): color is `#${string}` => color.startsWith('#');
const ground = (color: ForegroundColorName) => `bg${color[0]!.toUpperCase()}${color.slice(1)}` as BackgroundColorName;
