import { metrics } from '../models/metrics/index.ts';
import type { State } from '../models/state.ts';
import { outOfSight } from '../models/unknown.ts';
import type { Vm } from '../models/vm.ts';
import { incidentLines } from './incident-lines.ts';
import type { Piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean } from './parts/text.ts';
import { careLines } from './phase-words.ts';
import { activeInjection, faultTitle, incidentOf } from './select.ts';
import type { Size } from './shell/theme.ts';
import type { View } from './shell/view.ts';
import { verdictPieces } from './verdict-words.ts';

/** How the VM screen's rows are shared out: what we think of the VM, the charts and their axis, the pane under them. */
export function vmShape(state: State, view: View, size: Size) {
  const lines = headLines(state, view, size.columns);
  const left = size.rows - lines.length;
  const reads = view.pane === 'json' || (view.pane === 'console' && left < 24);
  const charts = reads ? noCharts : chartGrid(size.columns, Math.min(24, Math.floor(left * 0.55)));
  const chartRows = charts.down && charts.down * (charts.height + 1) + 1;
  return { lines, charts, paneRows: left - chartRows };
}

/** How many charts fit side by side and one above the other, and the height of each without its title. */
export type ChartGrid = { readonly across: number; readonly down: number; readonly height: number };

const noCharts: ChartGrid = { across: 1, down: 0, height: 0 };
/** The probability's and each metric's. */
const wanted = metrics.length + 1;
/** Heights whose axis labels are round numbers: halves, quarters, fifths, tenths of the range. */
const heights = [11, 6, 5, 3];

/** All charts as high as they can be; where not all find room, as many as do at a height that can be read. */
function chartGrid(columns: number, rows: number): ChartGrid {
  const most = Math.max(1, Math.floor(columns / 40));
  for (const height of heights.slice(0, -1)) {
    const down = Math.floor(rows / (height + 1));
    if (most * down < wanted) continue;
    const needed = Math.ceil(wanted / most);
    return { across: Math.ceil(wanted / needed), down: needed, height };
  }
  const height = heights.slice(1).find((one) => one < rows);
  return height ? { across: most, down: Math.floor(rows / (height + 1)), height } : noCharts;
}

export function headLines(state: State, view: View, columns: number): Told[] {
  const id = view.opened;
  if (id === undefined) return [['  Choose a VM on the fleet screen.']];
  const vm = state.vms.get(id);
  const name = view.openedName;
  const incident = incidentOf(state, id);
  const injection = activeInjection(state, id);
  const verdict = state.verdicts.get(id);
  return [
    vm
      ? titlePieces(vm, state)
      : [
          { text: `  ${name || clean(id)}`, tone: 'strong' },
          { text: '  is gone: Nova says that it was deleted, or it was not there then', tone: 'bad' },
        ],
    told('verdict', ...verdictPieces(verdict, state)),
    ...(verdict?.reasons.length ? toldWords('because', verdict.reasons.map(clean).join(', '), columns, 2) : []),
    ...(vm?.fault ? toldWords('Nova', { text: clean(vm.fault), tone: 'bad' }, columns, 2) : []),
    ...careLines(id, state, columns).slice(0, 2),
    ...(injection ? [told('injected', { text: `${faultTitle(injection.fault)}, put in by us`, tone: 'warn' })] : []),
    ...(incident ? incidentLines(incident, state, columns).slice(0, 4) : []),
  ];
}

function titlePieces(vm: Vm, state: State): Piece[] {
  const unseen = outOfSight(vm, state) !== undefined;
  const words = [vm.status, vm.taskState, vm.locked ? 'locked' : ''].filter(Boolean).map((word) => clean(word!));
  return [
    { text: `  ${clean(vm.name) || clean(vm.id)}`, tone: 'strong' },
    {
      text: unseen ? `  UNKNOWN, was ${words.join(', ') || 'never told'}` : `  ${words.join(', ')}`,
      tone: unseen ? 'warn' : vm.status === 'ACTIVE' ? undefined : vm.status === 'ERROR' ? 'bad' : 'warn',
    },
    { text: `  on ${clean(vm.host) || 'no host'}  ${clean(vm.id)}`, tone: 'quiet' },
  ];
}
