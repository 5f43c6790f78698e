import { Box } from 'ink';
import type { State } from '../models/state.ts';
import { Line, Lines, type Piece, textOf } from './parts/line.tsx';
import { SmallTable } from './parts/table.tsx';
import type { KeySpec } from './shell/key-spec.ts';
import type { Size } from './shell/theme.ts';
import { type Pane, panes, type View } from './shell/view.ts';
import { happenings, letters } from './timeline.ts';
import { axisOf } from './vm-axis.ts';
import { actionsOf, details, paneLines, troubleCount } from './vm-lines.ts';

type Props = {
  readonly state: State;
  readonly view: View;
  readonly vm: string;
  readonly size: Size;
  readonly keys: readonly KeySpec[];
  /** Whether there are charts for the letters. */
  readonly charted: boolean;
};

/** The lower part of the VM screen: timeline, details, console log or JSON. */
export function VmPane({ state, view, vm, size, keys, charted }: Props) {
  if (size.rows < 2) return null;
  const inner = { columns: size.columns, rows: size.rows - 1 };
  return (
    <Box flexDirection="column" height={size.rows} overflow="hidden">
      <Line width={size.columns} pieces={tabs(state, view, vm, size.columns, charted)} />
      {view.pane === 'details' ? (
        <Details state={state} vm={vm} scroll={view.scroll} size={inner} />
      ) : (
        <Lines lines={paneLines(state, view, vm, size.columns, keys)} scroll={view.scroll} size={inner} />
      )}
    </Box>
  );
}

/** The panes, the open one strong; at the right what the letters on the axis mean. */
function tabs(state: State, view: View, vm: string, columns: number, charted: boolean): Piece[] {
  const trouble = troubleCount(state, view, vm);
  const names = panes.flatMap((pane): Piece[] => [
    { text: titles[pane] ?? pane, tone: pane === view.pane ? 'strong' : 'quiet' },
    ...(pane === 'console' && trouble ? [{ text: ` (${trouble})`, tone: 'bad' } as const] : []),
    { text: ' ── ', tone: 'quiet' },
  ]);
  const left: Piece[] = [{ text: '── ', tone: 'quiet' }, ...names];
  const room = columns - cells(left);
  const legend = charted ? legendOf(state, view, vm, room) : [];
  return [...left, { text: '─'.repeat(Math.max(0, room - cells(legend))), tone: 'quiet' }, ...legend];
}

const titles: Partial<Record<Pane, string>> = { console: 'console log', json: 'JSON' };
const cells = (pieces: readonly Piece[]) => pieces.reduce((sum, one) => sum + textOf(one).length, 0);

/** Of the letters in sight, those that matter most, as many as there is room for. */
function legendOf(state: State, view: View, vm: string, room: number): Piece[] {
  const { from } = axisOf(state, vm, view.zoom, 1);
  const seen = new Set(
    happenings(state, vm, actionsOf(view, vm)).flatMap(({ at, letter }) => (at >= from ? letter : [])),
  );
  let left = room;
  return letters
    .filter(([letter]) => seen.has(letter))
    .reverse()
    .map(([letter, words, tone]): Piece[] => [
      { text: ` ${letter}`, tone },
      { text: ` ${words} `, tone: 'quiet' },
    ])
    .filter((pieces) => {
      left -= cells(pieces);
      return left >= 0;
    })
    .flat();
}

function Details({ state, vm, scroll, size }: { state: State; vm: string; scroll: number; size: Size }) {
  const found = state.vms.get(vm);
  const all = found ? details(found, state.at) : [];
  const first = Math.max(0, Math.min(scroll, all.length - size.rows + 1));
  const shown = all.slice(first, first + Math.max(1, size.rows - 1));
  const below = all.length - first - shown.length;
  const rows = shown.map(([what, value], index) =>
    below && index === shown.length - 1 ? { what: `↓ ${below + 1} more`, value: '' } : { what, value },
  );
  return <SmallTable rows={rows} widths={{ what: 12, value: size.columns - 20 }} />;
}
