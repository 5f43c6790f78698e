import { Box } from 'ink';
import { count } from '../parts/format.ts';
import { Line, type Piece, spread } from '../parts/line.tsx';
import { cut, fit, widthOf } from '../parts/text.ts';
import type { Found, Palette } from './palette.ts';
import type { Size } from './theme.ts';

/** Rows that the palette takes of a body of so many: its input, its list and a rule. */
export const paletteRows = ({ found }: Palette, rows: number): number =>
  2 + Math.max(1, Math.min(found.length, most(rows)));

const most = (rows: number) => Math.max(2, Math.min(12, Math.floor(rows / 2) - 1));

/** What is typed, and below it what it finds, with the cursor in sight. */
export function PaletteBox({ palette, size }: { readonly palette: Palette; readonly size: Size }) {
  const { columns } = size;
  const { found, index, text, total } = palette;
  const rows = paletteRows(palette, size.rows) - 2;
  const first = Math.max(0, Math.min(index - rows + 1, found.length - rows));
  const place: Piece = { text: found.length ? `  ${count(index + 1)} of ${count(total)}` : '', tone: 'quiet' };
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={columns} pieces={spread([{ text: `:${text}█`, tone: 'strong' }], [place], columns)} />
      {found.length === 0 && (
        <Line width={columns} pieces={[`  Nothing is called like that: no command, VM, host, setting or view.`]} />
      )}
      {found.slice(first, first + rows).map((one, row) => (
        <Line
          key={row}
          width={columns}
          selected={first + row === index}
          pieces={line(one, first + row === index, columns)}
        />
      ))}
      <Line width={columns} pieces={[{ text: '─'.repeat(columns), tone: 'quiet' }]} />
    </Box>
  );
}

function line({ entry, marks }: Found, selected: boolean, columns: number): Piece[] {
  const { title, words, key = '', asks, why } = entry;
  const width = Math.min(32, Math.floor(columns * 0.3));
  const right: Piece[] = [
    { text: asks && !why ? '  asks first' : '', tone: 'warn' },
    { text: key && `  ${key} `, tone: 'strong' },
  ];
  const told: Piece = why ? { text: why, tone: 'quiet' } : words;
  return spread([selected ? '▸ ' : '  ', ...titlePieces(title, marks, width), '  ', told], right, columns);
}

/** The title with the characters that the search met standing out. */
function titlePieces(title: string, marks: ReadonlySet<number>, width: number): Piece[] {
  const short = cut(title, width);
  const rest = ' '.repeat(Math.max(0, width - widthOf(short)));
  // Places are counted in halves of wide characters: such a title is shown whole.
  if (!marks.size || !/^[ -~]*$/.test(title)) return [fit(title, width)];
  const pieces = [...short].map(
    (letter, place): Piece => (marks.has(place) ? { text: letter, tone: 'strong' } : letter),
  );
  return [...pieces, rest];
}
