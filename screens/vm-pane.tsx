import { Box } from 'ink';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { age, clockTime } from './parts/format.ts';
import { Line, type Piece } from './parts/line.tsx';
import { SmallTable } from './parts/table.tsx';
import { clean, fit } from './parts/text.ts';
import { timeline } from './select.ts';
import type { Size, Tone } from './shell/theme.ts';
import { panes, type View } from './shell/view.ts';

type Props = { readonly state: State; readonly view: View; readonly vm: string; readonly size: Size };

/** The lower part of the VM screen: timeline, details or console log. */
export function VmPane({ state, view, vm, size }: Props) {
  if (size.rows < 2) return null;
  const rows = size.rows - 1;
  return (
    <Box flexDirection="column" height={size.rows} overflow="hidden">
      <Line width={size.columns} pieces={tabs(view, size.columns)} />
      {view.pane === 'details' ? (
        <Details state={state} vm={vm} scroll={view.scroll} size={{ columns: size.columns, rows }} />
      ) : (
        <Lines
          lines={view.pane === 'timeline' ? timelineLines(state, vm) : logLines(state, view, vm)}
          scroll={view.scroll}
          columns={size.columns}
          rows={rows}
        />
      )}
    </Box>
  );
}

function tabs(view: View, columns: number): Piece[] {
  return [
    { text: '── ', tone: 'quiet' },
    ...panes.flatMap((pane): Piece[] => [
      { text: pane === 'console' ? 'console log' : pane, tone: pane === view.pane ? 'strong' : 'quiet' },
      { text: ' ── ', tone: 'quiet' },
    ]),
    { text: '─'.repeat(columns), tone: 'quiet' },
  ];
}

function Lines({
  lines,
  scroll,
  columns,
  rows,
}: {
  lines: readonly (readonly Piece[])[];
  scroll: number;
  columns: number;
  rows: number;
}) {
  const first = Math.max(0, Math.min(scroll, lines.length - rows));
  return lines
    .slice(first, first + rows)
    .map((pieces, index) => <Line key={index} width={columns} pieces={['  ', ...pieces]} />);
}

const kindTones: Readonly<Record<string, Tone>> = {
  alarm: 'bad',
  escalated: 'bad',
  refused: 'bad',
  held: 'warn',
  fault: 'warn',
  resolved: 'good',
};

function timelineLines(state: State, vm: string): Piece[][] {
  const entries = timeline(state, vm);
  if (entries.length === 0) return [[{ text: 'Nothing has happened to it while we watched.', tone: 'quiet' }]];
  return entries.map(({ at, kind, who, words }) => [
    { text: `${clockTime(at)}  `, tone: 'quiet' },
    { text: fit(kind, 10), tone: kindTones[kind] },
    `${clean(words)} `,
    { text: clean(who), tone: 'quiet' },
  ]);
}

const troubled =
  /\b(error|fail(ed|ure)?|panic|oom|out of memory|killed process|i\/o error|hung|blocked for more|segfault|call trace)\b/i;

function logLines(state: State, view: View, vm: string): Piece[][] {
  const read = view.log?.vm === vm ? view.log : undefined;
  const lines = read?.lines ?? (read ? undefined : state.evidence.get(vm));
  if (!lines) return [[{ text: read ? 'Reading the console log …' : 'l reads the console log.', tone: 'quiet' }]];
  if (lines.length === 0) return [[{ text: 'The console log is empty.', tone: 'quiet' }]];
  return lines.map((line) => {
    const words = clean(line);
    return troubled.test(words) ? [{ text: `! ${words}`, tone: 'bad' }] : [`  ${words}`];
  });
}

function Details({ state, vm, scroll, size }: { state: State; vm: string; scroll: number; size: Size }) {
  const found = state.vms.get(vm);
  const all = found ? details(found, state.at) : [];
  const first = Math.max(0, Math.min(scroll, all.length - size.rows + 1));
  const rows = all.slice(first, first + Math.max(1, size.rows - 1)).map(([what, value]) => ({ what, value }));
  return <SmallTable rows={rows} widths={{ what: 12, value: size.columns - 20 }} />;
}

function details(vm: Vm, at: number): [string, string][] {
  const { shape, lastAction } = vm;
  const metadata = Object.entries(vm.metadata).map(([key, value]) => `${key}=${value}`);
  return [
    ['id', vm.id],
    ['project', vm.projectId],
    ['user', vm.userId],
    ['host', vm.host || 'not told to this user'],
    ['flavor', `${vm.flavor}: ${shape.vcpus} vCPU, ${shape.memoryMb} MB, ${shape.diskGb} GB`],
    ['status', `${vm.status}, power ${vm.power}, task ${vm.taskState ?? 'none'}`],
    ['locked', vm.locked ? `yes: ${vm.lockedReason ?? 'no reason given'}` : 'no'],
    ['created', `${age(at - vm.createdAt)} ago, updated ${age(at - vm.updatedAt)} ago`],
    [
      'last action',
      lastAction
        ? `${lastAction.action} by ${lastAction.userId ?? 'Nova itself'}, ${age(at - lastAction.startedAt)} ago  ${lastAction.message ?? ''}  ${lastAction.requestId}`
        : 'not asked for',
    ],
    ['fault', vm.fault ?? 'none'],
    ['errors', String(vm.errors)],
    ['metadata', metadata.join(', ') || 'none'],
  ];
}
