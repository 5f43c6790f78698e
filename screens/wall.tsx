import { Box } from 'ink';
import { novaSilence } from '../models/unknown.ts';
import { Line, type Piece } from './parts/line.tsx';
import { rule } from './parts/story.tsx';
import type { ScreenProps } from './shell/screen-props.ts';
import { hostHealths } from './wall-health.ts';
import { counterLines, counterRows, eventLines, legend, mapTitle } from './wall-lines.ts';
import { wallMap } from './wall-map.ts';

/** For the big display and the demo: how well it goes, every VM at a glance, and what happened last. */
export function WallScreen({ state, size }: ScreenProps) {
  const { columns, rows } = size;
  const events = Math.max(3, Math.floor(rows / 6));
  const hosts = hostHealths(state);
  const map = wallMap(hosts, { columns: columns - 2, rows: Math.max(0, rows - counterRows(size) - events - 3) });
  const title = (words: string): Piece[] => [{ text: rule(words, columns), tone: 'quiet' }];
  const lines = [
    ...counterLines(state, size),
    title([novaSilence(state), mapTitle(hosts, map.share)].filter(Boolean).join(' · ')),
    ...map.lines.map((line) => [' ', ...line]),
    legend(hosts),
    title('last events'),
    ...eventLines(state, rows),
  ];
  return (
    <Box flexDirection="column">
      {lines.slice(0, rows).map((pieces, index) => (
        <Line key={index} width={columns} pieces={pieces} />
      ))}
    </Box>
  );
}
