import { Box } from 'ink';
import type { Incident } from '../models/incident.ts';
import { incidentLines, phaseTones } from './incident-lines.ts';
import { duration } from './parts/format.ts';
import { Line, type Piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';
import { allIncidents, faultTitle } from './select.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** The incidents, open ones first, and the story of the one under the cursor. */
export function HealingScreen({ state, view, size }: ScreenProps) {
  const all = allIncidents(state);
  const place = Math.max(
    0,
    all.findIndex(({ id }) => id === view.incident),
  );
  const chosen = all[place];
  if (!chosen)
    return (
      <Line
        width={size.columns}
        pieces={[{ text: '  No incident: nothing to heal, and nothing was healed.', tone: 'quiet' }]}
      />
    );
  const story = incidentLines(chosen, state.at).slice(0, Math.max(3, Math.floor(size.rows / 2)));
  const rows = Math.max(1, size.rows - story.length - 2);
  const first = Math.max(0, Math.min(place - Math.floor(rows / 2), all.length - rows));
  const shown = all.slice(first, first + rows);
  return (
    <Box flexDirection="column" height={size.rows}>
      <Line width={size.columns} pieces={[{ text: heads, tone: 'quiet' }]} />
      {shown.map((incident) => (
        <Line
          key={incident.id}
          width={size.columns}
          selected={incident === chosen}
          pieces={incidentRow(incident, state.at, incident === chosen)}
        />
      ))}
      <Box flexGrow={1} />
      <Line width={size.columns} pieces={[{ text: '─'.repeat(size.columns), tone: 'quiet' }]} />
      {story.map(([label, pieces], index) => (
        <Line key={index} width={size.columns} pieces={[{ text: `  ${fit(label, 10)}`, tone: 'quiet' }, ...pieces]} />
      ))}
    </Box>
  );
}

const heads = `  ${fit('VM', 18)} ${fit('PHASE', 9)} ${fit('OPENED', 7)} ${fit('DIAGNOSIS', 14)} WHY`;

function incidentRow(
  { vmName, phase, openedAt, diagnosis, words, closedAt }: Incident,
  at: number,
  selected: boolean,
): Piece[] {
  const closed = closedAt !== undefined;
  return [
    { text: `${selected ? '▸' : ' '} ${fit(clean(vmName), 18)} `, tone: closed ? 'quiet' : undefined },
    { text: fit(phase, 9), tone: closed && phase === 'resolved' ? 'quiet' : phaseTones[phase] },
    {
      text: ` ${fit(duration(at - openedAt), 7)} ${fit(faultTitle(diagnosis), 14)} ${clean(words)}`,
      tone: closed ? 'quiet' : undefined,
    },
  ];
}
