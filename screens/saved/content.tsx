import { renderToString } from 'ink';
import { day, two } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import type { Format } from '../shell/dialog-save.ts';
import { Shell } from '../shell/shell.tsx';
import type { ConsoleStore, Shown } from '../shell/store.ts';
import type { Screen } from '../shell/view.ts';
import { runsOf } from './ansi.ts';
import { pictureOf } from './picture.ts';
import { csvOf, jsonOf } from './table.ts';
import { tableBehind } from './tables.ts';

/** The screen that is shown, without dialog and notice, as a file of that format would hold it. */
export const contentOf = (format: Format, store: ConsoleStore): string => makers[format](store);

const makers: Readonly<Record<Format, (store: ConsoleStore) => string>> = {
  svg: svgOf,
  txt: textOf,
  csv: (store) => csvOf(behind(store)),
  json: (store) => jsonOf(behind(store)),
};

/** "cloud-medic-fleet-2026-11-24T1530.svg", by the clock on the wall. `at` is epoch milliseconds. */
export function fileName(screen: Screen, format: Format, at: number): string {
  const date = new Date(at);
  return `cloud-medic-${screen}-${day(at)}T${two(date.getHours())}${two(date.getMinutes())}.${format}`;
}

/** What Ink draws now, with its colours. Not to be asked while Ink itself draws. */
export function frameOf(store: ConsoleStore): string {
  const { size } = store.context();
  const { state, view } = store.snapshot();
  const still = { state, view: { ...view, dialog: undefined, palette: undefined, notice: undefined } };
  const shown: Shown = {
    port: store.port,
    context: () => store.context(),
    snapshot: () => still,
    subscribe: () => () => {},
  };
  return renderToString(<Shell store={shown} size={size} looks={store.looks} />, { columns: size.columns });
}

function textOf(store: ConsoleStore): string {
  const lines = runsOf(frameOf(store)).map((runs) =>
    runs
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function svgOf(store: ConsoleStore): string {
  const { state, view } = store.snapshot();
  const title = clean(`cloud-medic, ${view.screen} of ${state.cloud?.name ?? 'no cloud yet'}`);
  return pictureOf(frameOf(store), store.context().size, title);
}

const behind = (store: ConsoleStore) => tableBehind(store.snapshot().view, store.context());
