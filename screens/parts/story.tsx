import { Box } from 'ink';
import { type KeySpec, keyOf } from '../shell/key-spec.ts';
import type { Size } from '../shell/theme.ts';
import { Line, Lines, type Piece, textOf } from './line.tsx';
import { cut, fit, widthOf, wrap } from './text.ts';

/** A labelled line of a story. */
export type Told = readonly Piece[];

const label = 12;

/** A line with its label; '' goes on under the one before. */
export const told = (name: string, ...pieces: Piece[]): Told => [
  { text: `  ${fit(name, Math.max(label, widthOf(name) + 1))}`, tone: 'quiet' },
  ...pieces,
];

/** Words under a label, over as many lines as they need, at most `lines`. */
export function toldWords(name: string, words: Piece, columns: number, lines = 3): Told[] {
  return wrap(textOf(words), columns - label - 3, lines).map((line, index) =>
    told(index ? '' : name, typeof words === 'string' ? line : { ...words, text: line }),
  );
}

/** Rows of the list that are shown above a story: its share of the place, and what the story leaves over. */
export function listRows(size: Size, listed: number, told: number, share: number): number {
  const least = Math.max(1, Math.floor(size.rows * share));
  return Math.max(1, Math.min(listed, Math.max(least, size.rows - 2 - told), size.rows - 3));
}

/** How far the story can be scrolled. */
export const storyEnd = (size: Size, listed: number, told: number, share: number): number =>
  Math.max(0, told - (size.rows - 2 - listRows(size, listed, told, share)));

type Props = {
  readonly size: Size;
  readonly heads: readonly Piece[];
  readonly rows: readonly { readonly id: string; readonly pieces: readonly Piece[] }[];
  readonly place: number;
  /** The list's share of the place, 0…1. */
  readonly share: number;
  readonly title: string;
  readonly story: readonly Told[];
  readonly scroll: number;
  readonly keys: readonly KeySpec[];
};

/** A list with a cursor, and beneath it the story of what the cursor is on. */
export function ListWithStory({ size, heads, rows, place, share, title, story, scroll, keys }: Props) {
  const { columns } = size;
  const shown = listRows(size, rows.length, story.length, share);
  const first = Math.max(0, Math.min(place - Math.floor(shown / 2), rows.length - shown));
  const below = Math.max(0, size.rows - shown - 2);
  const down = keyOf(keys, 'page').split(' ').at(-1);
  return (
    <Box flexDirection="column" height={size.rows}>
      <Line width={columns} pieces={heads} />
      {rows.slice(first, first + shown).map(({ id, pieces }, index) => (
        <Line key={id} width={columns} selected={first + index === place} pieces={pieces} />
      ))}
      {below > 0 && <Line width={columns} pieces={[{ text: rule(title, columns), tone: 'quiet' }]} />}
      {below > 0 && <Lines lines={story} scroll={scroll} size={{ columns, rows: below }} onBy={`, ${down} reads on`} />}
    </Box>
  );
}

/** A line across, with a title in it. */
export function rule(title: string, columns: number): string {
  const words = cut(`── ${title} `, columns);
  return words + '─'.repeat(Math.max(0, columns - widthOf(words)));
}
