import { renderToString } from 'ink';
import type { State } from '../../models/state.ts';
import { readingTime } from '../../screens/shell/asked.ts';
import type { ConsolePort } from '../../screens/shell/console-port.ts';
import { intentOf } from '../../screens/shell/intent-of.ts';
import type { KeySpec } from '../../screens/shell/key-spec.ts';
import { Shell } from '../../screens/shell/shell.tsx';
import { ConsoleStore } from '../../screens/shell/store.ts';
import type { Looks, Size } from '../../screens/shell/theme.ts';
import { portOf } from './fixture.ts';

export const small: Size = { columns: 80, rows: 24 };

/** A console without a terminal: keys by name, frames as text without colours. */
export function consoleOf(
  state: State,
  size: Size = small,
  looks?: Looks,
  rest: Partial<ConsolePort> = {},
  keys?: readonly KeySpec[],
) {
  const { port, calls, change } = portOf(state, rest);
  let time = 0;
  const store = new ConsoleStore(port, size, () => calls.push(['leave']), {
    now: () => time,
    date: () => 0,
    ...(keys && { keys }),
  });
  store.follow();
  /** The open question has been drawn, and stands until it could be read. */
  const read = () => {
    store.dispatch({ type: 'drawn' });
    time += readingTime;
  };
  const press = (...names: string[]) => {
    for (const name of names) {
      if (store.snapshot().view.dialog) read();
      const intent = intentOf(name, store.snapshot().view, store.context());
      if (intent) store.dispatch(intent);
    }
  };
  const frame = () =>
    bare(renderToString(<Shell store={store} size={size} looks={looks} />, { columns: size.columns }));
  const resize = (columns: number, rows: number) => {
    size = { columns, rows };
    store.resize(size);
  };
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  return {
    store,
    press,
    frame,
    resize,
    lines: () => frame().split('\n'),
    view: () => store.snapshot().view,
    calls,
    change,
    wait,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: Ink's own colours
const colours = /\x1b\[[\d;]*m/g;
export const bare = (text: string) => text.replace(colours, '');
