import { Box } from 'ink';
import { memo, useMemo } from 'react';
import type { State } from '../models/state.ts';
import { groupHead, heads, type Layout, layout, row, type Signs } from './fleet-layout.ts';
import { fleetLines } from './fleet-lines.ts';
import { Line, type Piece } from './parts/line.tsx';
import { clean, wrap } from './parts/text.ts';
import { keyOf } from './shell/key-spec.ts';
import type { ScreenProps } from './shell/screen-props.ts';
import type { View } from './shell/view.ts';

/** All VMs, worst first: only the rows that can be seen are made. */
export function FleetScreen({ state, view, size: { columns, rows }, keys }: ScreenProps) {
  const { wide, sort, reversed, marked } = view;
  const shape = useMemo(() => layout(columns, wide), [columns, wide]);
  const words = view.order.length > 0 ? undefined : emptiness(state, view, keyOf(keys, 'unfilter'));
  if (words) return <Words pieces={words} columns={columns} />;
  const shown = fleetLines(view, state).slice(view.offset, view.offset + rows - 1);
  const cursor = view.selected ?? view.order[0];
  return (
    <Box flexDirection="column">
      <Line width={columns} pieces={heads(shape, sort, reversed)} />
      {shown.map((line) =>
        typeof line === 'object' ? (
          <Line key={`host ${line.host} ${line.vms[0]}`} width={columns} pieces={groupHead(line, state)} />
        ) : (
          <FleetRow
            key={line}
            {...{ id: line, state, columns, shape, selected: line === cursor, marked: marked.has(line) }}
          />
        ),
      )}
    </Box>
  );
}

type RowProps = Signs & {
  readonly id: string;
  readonly state: State;
  readonly columns: number;
  readonly shape: Layout;
};

/** Moving the cursor draws two rows anew; the state draws all, for its age shows in each. */
const FleetRow = memo(({ id, state, columns, shape, selected, marked }: RowProps) => {
  const vm = state.vms.get(id);
  const pieces = vm ? row(vm, state, shape, { selected, marked }) : [''];
  return <Line width={columns} selected={selected} pieces={pieces} />;
});

/** What to say where there is nothing to list. */
function emptiness(state: State, { filter }: View, all: string): Piece[] {
  const failed = state.sources.find(({ source, ok }) => !ok && source !== 'gnocchi');
  if (state.novaAt === undefined && failed)
    return [`Nova has not answered yet. It is asked again every ${state.settings.interval} s.`];
  if (state.novaAt === undefined) {
    return [
      state.cloud
        ? `Connected to ${clean(state.cloud.name)}, waiting for the first answer …`
        : 'Connecting to the cloud …',
    ];
  }
  if (state.vms.size > 0) return [`No VM ${filter ? 'passes the filter' : 'is in trouble'}. ${all} shows all.`];
  return [
    `There is no VM in project ${clean(state.cloud?.project ?? '')} that this user may see. It is asked again every ${state.settings.interval} s.`,
  ];
}

function Words({ pieces, columns }: { readonly pieces: readonly Piece[]; readonly columns: number }) {
  const text = pieces.map((one) => (typeof one === 'string' ? one : one.text)).join('');
  return (
    <Box flexDirection="column">
      <Line width={columns} pieces={[' ']} />
      {wrap(text, columns - 4, 3).map((line) => (
        <Line key={line} width={columns} pieces={[`  ${line}`]} />
      ))}
    </Box>
  );
}
