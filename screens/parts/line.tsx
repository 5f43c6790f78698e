import { Text } from 'ink';
import { type Size, type Tone, useTheme } from '../shell/theme.ts';
import { dressed } from './dressed.ts';
import { cut, fit, toAscii, widthOf } from './text.ts';

/** A piece of a line: text, or text with a meaning. */
export type Piece = string | { readonly text: string; readonly tone: Tone | undefined };

export const piece = (text: string, tone: Tone | undefined): Piece => (tone ? { text, tone } : text);

/** One line of at most `width` cells, a selected one of exactly so many. */
export function Line({ pieces, width, selected }: LineProps) {
  const { ascii, tones } = useTheme();
  const shown = selected ? filled(pieces, width) : trimmed(pieces, width);
  return (
    <Text wrap="truncate" inverse={selected === true}>
      {dressed(ascii ? shown.map(inAscii) : shown, tones)}
    </Text>
  );
}

const inAscii = (one: Piece): Piece => (typeof one === 'string' ? toAscii(one) : { ...one, text: toAscii(one.text) });

export type LineProps = { readonly pieces: readonly Piece[]; readonly width: number; readonly selected?: boolean };

type LinesProps = {
  readonly lines: readonly (readonly Piece[])[];
  readonly scroll: number;
  readonly size: Size;
  /** The key that reads on, where it is not the arrow. */
  readonly onBy?: string;
};

/** The lines that fit from `scroll` on, and what is hidden below them. */
export function Lines({ lines, scroll, size, onBy = '' }: LinesProps) {
  const { columns, rows } = size;
  const first = Math.max(0, Math.min(scroll, lines.length - rows));
  const below = lines.length - first - rows;
  return lines
    .slice(first, first + rows)
    .map((pieces, index) => (
      <Line
        key={index}
        width={columns}
        pieces={below > 0 && index === rows - 1 ? [{ text: `  ↓ ${below + 1} more${onBy}`, tone: 'quiet' }] : pieces}
      />
    ));
}

export const textOf = (one: Piece): string => (typeof one === 'string' ? one : one.text);

/** The pieces cut and padded to the width. */
export function filled(pieces: readonly Piece[], width: number): Piece[] {
  const { out, used } = cutTo(pieces, width);
  return used < width ? [...out, fit('', width - used)] : out;
}

/** The pieces cut to the width, without the blanks at the end: each cell costs, also one that shows nothing. */
function trimmed(pieces: readonly Piece[], width: number): Piece[] {
  const { out } = cutTo(pieces, width);
  for (let last = out.at(-1); last !== undefined; last = out.at(-1)) {
    const text = textOf(last).trimEnd();
    if (text === textOf(last)) break;
    out.pop();
    if (text) out.push(typeof last === 'string' ? text : { ...last, text });
  }
  return out.length ? out : [' '];
}

function cutTo(pieces: readonly Piece[], width: number): { readonly out: Piece[]; readonly used: number } {
  const out: Piece[] = [];
  let used = 0;
  for (const one of pieces) {
    const text = cut(textOf(one), width - used);
    used += widthOf(text);
    if (text) out.push(typeof one === 'string' ? text : { ...one, text });
    if (text !== textOf(one)) break;
  }
  return { out, used };
}

/** Left pieces, and right pieces at the right edge; the left ones give way. */
export function spread(left: readonly Piece[], right: readonly Piece[], width: number): Piece[] {
  const rightWidth = right.reduce((sum, one) => sum + widthOf(textOf(one)), 0);
  return [...filled(left, Math.max(0, width - rightWidth)), ...right];
}
