import { Box } from 'ink';
import { Component, type ReactNode } from 'react';
import { Line } from '../parts/line.tsx';
import { clean } from '../parts/text.ts';
import { type KeySpec, shownKeys } from './key-spec.ts';
import type { Screen } from './view.ts';

type Props = {
  readonly columns: number;
  /** The screen that may break, and the keymap, which leads to the others. */
  readonly screen: Screen;
  readonly keys: readonly KeySpec[];
  readonly children: ReactNode;
};

/** Where a screen breaks, only that screen is lost: the program goes on and the others can be reached. */
export class Boundary extends Component<Props, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { columns, screen, keys, children } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    return (
      <Box flexDirection="column">
        <Line width={columns} pieces={[' ']} />
        <Line width={columns} pieces={[{ text: '  Something broke in this screen.', tone: 'bad' }]} />
        <Line width={columns} pieces={[`  ${clean(String(error))}`]} />
        <Line width={columns} pieces={[' ']} />
        <Line
          width={columns}
          pieces={[`  Watching and healing go on. The other screens work: ${others(keys, screen)}.`]}
        />
      </Box>
    );
  }
}

/** The keys of all other screens. */
function others(keys: readonly KeySpec[], broken: Screen): string {
  return keys
    .filter((spec) => {
      const intent = spec.intent(spec.keys[0]!);
      return intent.type === 'go' && intent.screen !== broken;
    })
    .map(shownKeys)
    .sort()
    .join(' ');
}
