import type { State } from '../../../models/state.ts';
import { readingTime } from '../../../screens/shell/asked.ts';
import type { ConsolePort } from '../../../screens/shell/console-port.ts';
import { intentOf } from '../../../screens/shell/intent-of.ts';
import { ConsoleStore } from '../../../screens/shell/store.ts';
import { Teller } from '../../../screens/spoken/spoken.tsx';
import { portOf } from '../fixture.ts';

/** A console that speaks, without a terminal: keys by name, and what was said since one last listened. */
export function speaking(state: State, rest: Partial<ConsolePort> = {}) {
  const { port, calls, change } = portOf(state, rest);
  const leave = () => calls.push(['leave']);
  let time = 0;
  const store = new ConsoleStore(port, { columns: 80, rows: 24 }, leave, { now: () => time, spoken: true });
  const teller = new Teller(store);
  teller.subscribe(() => {});
  store.follow();
  let heard = 0;
  const said = (): readonly string[] => {
    const { lines } = teller.said();
    const news = lines.slice(heard);
    heard = lines.length;
    return news;
  };
  /** What these keys make it say. */
  const press = (...names: string[]) => {
    said();
    for (const name of names) {
      store.dispatch({ type: 'drawn' });
      time += readingTime;
      const intent = intentOf(name, store.snapshot().view, store.context());
      if (!intent) continue;
      teller.pressed();
      store.dispatch(intent);
    }
    return said();
  };
  /** What another state makes it say. */
  const become = (next: State | ((before: State) => State)) => {
    said();
    change(next);
    return said();
  };
  return { store, said, press, become, calls };
}
