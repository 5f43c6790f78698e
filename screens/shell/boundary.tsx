import { Box } from 'ink';
import { Component, type ReactNode } from 'react';
import { Line } from '../parts/line.tsx';
import { clean } from '../parts/text.ts';

type Props = { readonly columns: number; readonly children: ReactNode };

/** Where a screen breaks, only that screen is lost: the program goes on and the others can be reached. */
export class Boundary extends Component<Props, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { columns, children } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    return (
      <Box flexDirection="column">
        <Line width={columns} pieces={[' ']} />
        <Line width={columns} pieces={[{ text: '  Something broke in this screen.', tone: 'bad' }]} />
        <Line width={columns} pieces={[`  ${clean(String(error))}`]} />
        <Line width={columns} pieces={[' ']} />
        <Line width={columns} pieces={['  Watching and healing go on. The other screens work: 1 2 3 4 5 8.']} />
      </Box>
    );
  }
}
