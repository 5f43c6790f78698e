import stringWidth from 'string-width';
import { narrow } from './narrow.ts';

export { clean } from '../../models/clean.ts';

const ascii = /^[ -~]*$/;

/** Cells that a clean text takes in the terminal. */
export function widthOf(text: string): number {
  return narrow.test(text) ? text.length : stringWidth(text);
}

let segmenter: Intl.Segmenter | undefined;
/** What is one sign to the reader. The tables for that take their time: they wait for the first text that needs them. */
const graphemes = (text: string) => {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
};

/** The text cut to at most `width` cells, with an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  if (ascii.test(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes(text)) {
    const cells = stringWidth(segment);
    if (used + cells > width - 1) break;
    kept += segment;
    used += cells;
  }
  return `${kept}…`;
}

/** The text in exactly `width` cells. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const short = cut(text, width);
  const rest = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + rest : rest + short;
}

/** The text in lines of at most `width` cells, broken between words, or in one that is too long; at most `lines`. */
export function wrap(text: string, width: number, lines = Number.POSITIVE_INFINITY): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => chopped(one, width))) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthOf(longer) > width) {
      out.push(line);
      line = word;
    } else line = longer;
  }
  out.push(line);
  if (out.length > lines) out.splice(lines - 1, out.length, out.slice(lines - 1).join(' '));
  return out.map((one) => cut(one, width));
}

/** The whole text in lines of at most `width` cells, broken wherever a line is full: nothing is left out. */
export function chopped(text: string, width: number): string[] {
  const out: string[] = [];
  let line = '';
  let used = 0;
  for (const { segment } of graphemes(text)) {
    const cells = widthOf(segment);
    if (used + cells > width && line) {
      out.push(line);
      line = '';
      used = 0;
    }
    line += segment;
    used += cells;
  }
  return [...out, line];
}

/** Our own glyphs and the ASCII that stands for them, one cell for one cell. */
const twins = new Map(
  Object.entries({
    '…': '~',
    '·': '|',
    '–': '-',
    '—': '-',
    '▸': '>',
    '›': '>',
    '◂': '<',
    '●': '*',
    '○': 'o',
    '✓': '+',
    '✗': 'x',
    '×': 'x',
    '─': '-',
    '┄': '-',
    '╌': '~',
    '┊': ':',
    '│': '|',
    '┼': '+',
    '┤': '|',
    '╶': '-',
    '╴': '-',
    '╰': '`',
    '╭': '.',
    '╮': '.',
    '╯': "'",
    '░': '.',
    '▒': ':',
    '→': '>',
    '←': '<',
    '↑': '^',
    '↓': 'v',
    '≥': '>',
    '▁': '_',
    '▂': '_',
    '▃': '.',
    '▄': '-',
    '▅': '-',
    '▆': '=',
    '▇': '+',
    '█': '#',
    '┌': '+',
    '┐': '+',
    '└': '+',
    '┘': '+',
    '├': '+',
    '┬': '+',
    '┴': '+',
  }),
);

/** For terminals without Unicode: our glyphs by their twins, anything else as question marks of the same width. */
export function toAscii(text: string): string {
  if (ascii.test(text)) return text;
  let out = '';
  for (const { segment } of graphemes(text))
    out += ascii.test(segment) ? segment : (twins.get(segment) ?? '?'.repeat(stringWidth(segment)));
  return out;
}

/** The order of texts by their characters, the same in every language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
