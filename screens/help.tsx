import { Box } from 'ink';
import { helpLines } from './help-lines.ts';
import { Lines } from './parts/line.tsx';
import type { ScreenProps } from './shell/screen-props.ts';

/** All keys. */
export function HelpScreen({ view, size }: ScreenProps) {
  return (
    <Box flexDirection="column">
      <Lines lines={helpLines()} scroll={view.scroll} size={size} />
    </Box>
  );
}
