import { Box } from 'ink';
import type { ReactNode } from 'react';
import { type Size, useTheme } from '../shell/theme.ts';

/** A framed box in the middle of the place that it is given. */
export function Frame({ size, width, children }: { size: Size; width: number; children: ReactNode }) {
  const { border } = useTheme();
  return (
    <Box width={size.columns} height={size.rows} alignItems="center" justifyContent="center" overflow="hidden">
      <Box
        flexDirection="column"
        borderStyle={border}
        paddingX={2}
        width={width + 6}
        maxHeight={size.rows}
        overflow="hidden"
      >
        {children}
      </Box>
    </Box>
  );
}
