import { Box } from 'ink';
import type { State } from '../models/state.ts';
import { Line, Lines, type Piece, textOf } from './parts/line.tsx';
import { SmallTable } from './parts/table.tsx';
import type { Size } from './shell/theme.ts';
import { panes, type View } from './shell/view.ts';
import { details, paneLines } from './vm-lines.ts';

type Props = { readonly state: State; readonly view: View; readonly vm: string; readonly size: Size };

/** The lower part of the VM screen: timeline, details or console log. */
export function VmPane({ state, view, vm, size }: Props) {
  if (size.rows < 2) return null;
  const inner = { columns: size.columns, rows: size.rows - 1 };
  return (
    <Box flexDirection="column" height={size.rows} overflow="hidden">
      <Line width={size.columns} pieces={tabs(view, size.columns)} />
      {view.pane === 'details' ? (
        <Details state={state} vm={vm} scroll={view.scroll} size={inner} />
      ) : (
        <Lines lines={paneLines(state, view, vm, size.columns)} scroll={view.scroll} size={inner} />
      )}
    </Box>
  );
}

function tabs(view: View, columns: number): Piece[] {
  const names = panes.flatMap((pane): Piece[] => [
    { text: pane === 'console' ? 'console log' : pane, tone: pane === view.pane ? 'strong' : 'quiet' },
    { text: ' ── ', tone: 'quiet' },
  ]);
  const used = names.reduce((sum, one) => sum + textOf(one).length, 3);
  return [{ text: '── ', tone: 'quiet' }, ...names, { text: '─'.repeat(Math.max(0, columns - used)), tone: 'quiet' }];
}

function Details({ state, vm, scroll, size }: { state: State; vm: string; scroll: number; size: Size }) {
  const found = state.vms.get(vm);
  const all = found ? details(found, state.at) : [];
  const first = Math.max(0, Math.min(scroll, all.length - size.rows + 1));
  const rows = all.slice(first, first + Math.max(1, size.rows - 1)).map(([what, value]) => ({ what, value }));
  return <SmallTable rows={rows} widths={{ what: 12, value: size.columns - 20 }} />;
}
