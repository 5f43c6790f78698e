import { Box, Text } from 'ink';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { AlarmsScreen } from '../alarms.tsx';
import { FaultsScreen } from '../faults.tsx';
import { FleetScreen } from '../fleet.tsx';
import { HealingScreen } from '../healing.tsx';
import { HelpScreen } from '../help.tsx';
import { JournalScreen } from '../journal.tsx';
import { ModelScreen } from '../model.tsx';
import { VmScreen } from '../vm.tsx';
import { WallScreen } from '../wall.tsx';
import { Boundary } from './boundary.tsx';
import { OpenDialog } from './dialogs.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { PaletteBox, paletteRows } from './palette.tsx';
import type { ScreenProps } from './screen-props.ts';
import type { Shown } from './store.ts';
import { type Looks, type Size, ThemeContext, themeOf } from './theme.ts';
import { bodyRows, type Screen, smallest } from './view.ts';

const screens: Record<Screen, (props: ScreenProps) => ReactNode> = {
  fleet: FleetScreen,
  vm: VmScreen,
  alarms: AlarmsScreen,
  healing: HealingScreen,
  faults: FaultsScreen,
  model: ModelScreen,
  journal: JournalScreen,
  help: HelpScreen,
  wall: WallScreen,
};

export type ShellProps = { readonly store: Shown; readonly size: Size; readonly looks: Looks | undefined };

/** Header, screen or dialog, footer: exactly the terminal's size, never a row more. */
export function Shell({ store, size, looks }: ShellProps) {
  const { state, view } = useSyncExternalStore(store.subscribe, store.snapshot);
  const { settings } = store.port;
  const ascii = looks?.ascii || settings.ascii;
  const name = looks?.theme ?? settings.theme;
  const theme = useMemo(() => themeOf({ ...looks, ascii, theme: name }), [looks, ascii, name]);
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return <TooSmall size={size} />;
  const Body = screens[view.screen];
  const context = { ...store.context(), size };
  const { canInject, keys } = context;
  const { palette } = view;
  const place = { columns, rows: bodyRows(size) };
  const taken = palette && !view.dialog ? paletteRows(palette, place.rows) : 0;
  const props: ScreenProps = { state, view, size: { columns, rows: place.rows - taken }, canInject, keys };
  return (
    <ThemeContext value={theme}>
      <Box width={columns} height={rows} flexDirection="column" overflowY="hidden">
        <Header state={state} view={view} columns={columns} keys={keys} />
        <Box height={bodyRows(size)} flexDirection="column" overflowY="hidden">
          {taken > 0 && <PaletteBox palette={palette!} size={place} />}
          <Boundary key={view.dialog ? 'dialog' : view.screen} {...{ columns, screen: view.screen, keys }}>
            {view.dialog ? <OpenDialog dialog={view.dialog} {...props} /> : <Body {...props} />}
          </Boundary>
        </Box>
        <Footer view={view} context={context} />
      </Box>
    </ThemeContext>
  );
}

function TooSmall({ size: { columns, rows } }: { readonly size: Size }) {
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Text wrap="truncate">
        {columns}x{rows} is too small, {smallest.columns}x{smallest.rows} is needed
      </Text>
    </Box>
  );
}
