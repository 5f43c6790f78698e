import { Box } from 'ink';
import type { State } from '../models/state.ts';
import { modelLines, scoreRows, versionRows } from './model-lines.ts';
import { Line, Lines } from './parts/line.tsx';
import { rule } from './parts/story.tsx';
import { SmallTable } from './parts/table.tsx';
import type { ScreenProps } from './shell/screen-props.ts';
import type { Size } from './shell/theme.ts';
import type { View } from './shell/view.ts';

/** The brain in use, how good it is by its own word and here, and the other versions that there are. */
export function ModelScreen({ state, view, size }: ScreenProps) {
  const { columns, rows } = size;
  const { facts, scores, versions, room } = shapeOf(state, view, size);
  const first = Math.min(view.scroll, Math.max(0, versions.length - room));
  const below = versions.length - first - room;
  const words = `versions${below > 0 ? `, ${below} more below` : ''} · another by "cloud-medic models promote VERSION" and a restart`;
  return (
    <Box flexDirection="column" height={rows} overflow="hidden">
      <Lines lines={facts} scroll={0} size={{ columns, rows: facts.length }} />
      {scores.length > 0 && (
        <Line width={columns} pieces={[{ text: rule('how good it is, by its own word', columns), tone: 'quiet' }]} />
      )}
      {scores.length > 0 && <SmallTable rows={scores} widths={{ score: 20, value: 8, meaning: columns - 39 }} />}
      <Line width={columns} pieces={[{ text: rule(words, columns), tone: 'quiet' }]} />
      {room > 0 && (
        <SmallTable
          rows={versions.slice(first, first + room)}
          widths={{ version: 8, now: 10, trained: 16, precision: 9, data: columns - 60 }}
        />
      )}
    </Box>
  );
}

/** The furthest that the versions can be scrolled. */
export function modelEnd(state: State, view: View, size: Size): number {
  const { versions, room } = shapeOf(state, view, size);
  return Math.max(0, versions.length - room);
}

/** What there is to show, and the rows that the versions have: what is told goes first, then the scores. */
function shapeOf(state: State, { models }: View, { columns, rows }: Size) {
  const facts = modelLines(state, models, columns);
  const versions = models ? versionRows(models) : [];
  const left = rows - facts.length - 3;
  const scores = scoreRows(state.model.trainedOn.scores).slice(0, Math.max(0, left - 2));
  const taken = facts.length + (scores.length ? scores.length + 2 : 0) + 2;
  return { facts, scores, versions, room: Math.max(0, rows - taken) };
}
