import { Box } from 'ink';
import type { State } from '../models/state.ts';
import type { Vm } from '../models/vm.ts';
import { incidentLines } from './incident-lines.ts';
import { Line, type Piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';
import { activeInjection, faultTitle, incidentOf } from './select.ts';
import type { ScreenProps } from './shell/screen-props.ts';
import { verdictPieces } from './verdict-words.ts';
import { VmCharts } from './vm-charts.tsx';
import { VmPane } from './vm-pane.tsx';

/** One VM: what we think of it and why, its metrics, its incident, its story. */
export function VmScreen({ state, view, size }: ScreenProps) {
  const id = view.opened;
  const vm = id === undefined ? undefined : state.vms.get(id);
  const lines = id === undefined ? [['  Choose a VM on the fleet screen.']] : headLines(state, id, vm, view.openedName);
  const chartRows = Math.max(0, Math.min(24, Math.floor((size.rows - lines.length) * 0.55)));
  const paneRows = size.rows - lines.length - chartRows;
  return (
    <Box flexDirection="column">
      {lines.map((pieces, index) => (
        <Line key={index} width={size.columns} pieces={pieces} />
      ))}
      {id !== undefined && (
        <VmCharts state={state} vm={id} from={view.metric} size={{ columns: size.columns, rows: chartRows }} />
      )}
      {id !== undefined && (
        <VmPane state={state} view={view} vm={id} size={{ columns: size.columns, rows: paneRows }} />
      )}
    </Box>
  );
}

function headLines(state: State, id: string, vm: Vm | undefined, name: string): Piece[][] {
  const incident = incidentOf(state, id);
  const injection = activeInjection(state, id);
  const labelled = (label: string, pieces: readonly Piece[]): Piece[] => [
    { text: `  ${fit(label, 10)}`, tone: 'quiet' },
    ...pieces,
  ];
  const verdict = state.verdicts.get(id);
  return [
    vm
      ? titlePieces(vm)
      : [
          { text: `  ${name || clean(id)}`, tone: 'strong' },
          { text: '  is gone: the cloud no longer lists it', tone: 'bad' },
        ],
    labelled('verdict', verdictPieces(verdict, state)),
    ...(verdict?.reasons.length ? [labelled('because', [verdict.reasons.map(clean).join(', ')])] : []),
    ...(vm?.fault ? [labelled('Nova', [{ text: clean(vm.fault), tone: 'bad' }])] : []),
    ...(injection
      ? [labelled('injected', [{ text: `${faultTitle(injection.fault)}, put in by us`, tone: 'warn' }])]
      : []),
    ...(incident
      ? incidentLines(incident, state.at)
          .slice(0, 3)
          .map(([label, pieces]) => labelled(label, pieces))
      : []),
  ];
}

function titlePieces(vm: Vm): Piece[] {
  const state = [vm.status, vm.taskState, vm.locked ? 'locked' : ''].filter(Boolean).map((word) => clean(word!));
  return [
    { text: `  ${clean(vm.name)}`, tone: 'strong' },
    {
      text: `  ${state.join(', ')}`,
      tone: vm.status === 'ACTIVE' ? undefined : vm.status === 'ERROR' ? 'bad' : 'warn',
    },
    { text: `  on ${clean(vm.host) || 'no host'}  ${clean(vm.id)}`, tone: 'quiet' },
  ];
}
