import { Box, Text, useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { FaultsScreen } from '../faults.tsx';
import { FleetScreen } from '../fleet.tsx';
import { HealingScreen } from '../healing.tsx';
import { HelpScreen } from '../help.tsx';
import { VmScreen } from '../vm.tsx';
import { Boundary } from './boundary.tsx';
import type { ConsolePort } from './console-port.ts';
import { OpenDialog } from './dialogs.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { keyNames } from './key-names.ts';
import { intentOf } from './keys.ts';
import type { ScreenProps } from './screen-props.ts';
import { ConsoleStore, useConsole } from './store.ts';
import { type Looks, type Size, ThemeContext, themeOf } from './theme.ts';
import { bodyRows, type Screen, smallest } from './view.ts';

export type AppProps = {
  readonly port: ConsolePort;
  readonly looks?: Looks;
  /** Gives the terminal back. */
  readonly leave?: () => void;
  /** Instead of the terminal's size. */
  readonly size?: Size;
  /** The operator's clock in ms. */
  readonly now?: () => number;
};

const screens: Record<Screen, (props: ScreenProps) => ReactNode> = {
  fleet: FleetScreen,
  vm: VmScreen,
  healing: HealingScreen,
  faults: FaultsScreen,
  help: HelpScreen,
};

/** The whole console: exactly the terminal's size, never a row more. */
export function App({ port, looks, leave = () => {}, size: fixed, now }: AppProps) {
  const window = useWindowSize();
  const size = fixed ?? window;
  const [store] = useState(() => new ConsoleStore(port, size, leave, now));
  const { state, view } = useConsole(store);
  const theme = useMemo(() => themeOf(looks), [looks]);
  useEffect(() => store.follow(), [store]);
  useEffect(() => store.resize(size), [store, size]);
  useInput((input, key) => {
    for (const name of keyNames(input, key, store.snapshot().view.typing)) {
      const intent = intentOf(name, store.snapshot().view, store.context());
      if (intent) store.dispatch(intent);
    }
  });
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return <TooSmall size={size} />;
  const Body = screens[view.screen];
  const props: ScreenProps = { state, view, size: { columns, rows: bodyRows(size) }, canInject: port.canInject };
  return (
    <ThemeContext value={theme}>
      <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
        <Header state={state} columns={columns} />
        <Box height={bodyRows(size)} flexDirection="column" overflow="hidden">
          <Boundary key={view.dialog ? 'dialog' : view.screen} columns={columns}>
            {view.dialog ? <OpenDialog dialog={view.dialog} {...props} /> : <Body {...props} />}
          </Boundary>
        </Box>
        <Footer view={view} context={{ ...store.context(), size }} />
      </Box>
    </ThemeContext>
  );
}

function TooSmall({ size: { columns, rows } }: { readonly size: Size }) {
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Text wrap="truncate">
        {columns}×{rows} is too small, {smallest.columns}×{smallest.rows} is needed
      </Text>
    </Box>
  );
}
