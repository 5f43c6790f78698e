import { Box } from 'ink';
import { helpLines } from './help-lines.ts';
import { Lines } from './parts/line.tsx';
import type { ScreenProps } from './shell/screen-props.ts';

/** All keys, the words and the signs, or those that are searched for. */
export function HelpScreen({ view, size, keys }: ScreenProps) {
  return (
    <Box flexDirection="column">
      <Lines lines={helpLines(keys, size.columns, view.help.text)} scroll={view.scroll} size={size} />
    </Box>
  );
}
