import { Box } from 'ink';
import { Line } from './parts/line.tsx';
import type { ScreenProps } from './shell/screen-props.ts';
import { happenings, marksOf } from './timeline.ts';
import { VmCharts } from './vm-charts.tsx';
import { vmShape } from './vm-head.ts';
import { actionsOf } from './vm-lines.ts';
import { VmPane } from './vm-pane.tsx';

/** One VM: what we think of it and why, its metrics, its incident, its story. */
export function VmScreen({ state, view, size: { columns, rows }, keys }: ScreenProps) {
  const id = view.opened;
  const { lines, charts, paneRows } = vmShape(state, view, { columns, rows });
  return (
    <Box flexDirection="column">
      {lines.map((pieces, index) => (
        <Line key={index} width={columns} pieces={pieces} />
      ))}
      {id !== undefined && (
        <VmCharts
          state={state}
          vm={id}
          from={view.metric}
          zoom={view.zoom}
          marks={marksOf(happenings(state, id, actionsOf(view, id)))}
          grid={charts}
          columns={columns}
        />
      )}
      {id !== undefined && (
        <VmPane
          state={state}
          view={view}
          vm={id}
          size={{ columns, rows: paneRows }}
          keys={keys}
          charted={charts.down > 0}
        />
      )}
    </Box>
  );
}
