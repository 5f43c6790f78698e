import { useApp, useStdin, useStdout } from 'ink';
import { useEffect, useState } from 'react';
import { copySequence } from '../parts/clipboard.ts';
import { Spoken, Teller } from '../spoken/spoken.tsx';
import type { Device } from '../terminal/device.ts';
import type { ConsolePort } from './console-port.ts';
import { press } from './press.ts';
import { Shell } from './shell.tsx';
import { ConsoleStore, type StoreOptions } from './store.ts';
import type { Looks, Size } from './theme.ts';

export type AppProps = StoreOptions & {
  readonly port: ConsolePort;
  readonly looks?: Looks;
  /** Gives the terminal back. */
  readonly leave?: () => void;
  /** Of the terminal. */
  readonly size: Size;
  /** The terminal is a tmux. */
  readonly inTmux?: boolean;
  /** Called when the terminal is lent to another program, and when it is back. */
  readonly lent?: (away: boolean) => void;
  readonly device: Pick<Device, 'listen'>;
};

/** The whole console: the terminal's keys, and all that is drawn. */
export function App(props: AppProps) {
  const { port, looks, leave = () => {}, size, inTmux = false, lent = () => {}, device, ...options } = props;
  const { suspendTerminal } = useApp();
  const { stdin } = useStdin();
  const { stdout } = useStdout();
  const [isAway, setAway] = useState(false);
  const [store] = useState(() => {
    // Where nothing is drawn Ink has nothing to suspend.
    const unheard = async (use: () => Promise<void>) => {
      setAway(true);
      await use().finally(() => setAway(false));
    };
    const lend = async (use: () => Promise<void>) => {
      lent(true);
      await (options.spoken ? unheard : suspendTerminal)(async () => {
        // Nobody here listens any more, but Node would go on reading, and take keys from who has the terminal now.
        await new Promise(setImmediate);
        stdin.pause();
        await use();
        // What woke both of us must have been read by now: a read of what another has taken stands still for ever.
        await new Promise(setImmediate);
      }).finally(() => lent(false));
    };
    // It moves no cursor and draws nothing, so that it may go between two frames.
    const copy = (text: string) => void stdout.write(copySequence(text, inTmux));
    return new ConsoleStore(port, size, leave, { terminal: { copy, lend }, ...options });
  });
  const [teller] = useState(() => (options.spoken ? new Teller(store) : undefined));
  useEffect(() => teller?.hush(isAway), [teller, isAway]);
  store.looks = looks;
  useEffect(() => store.follow(), [store]);
  useEffect(() => store.resize(size), [store, size]);
  useEffect(
    () =>
      device.listen((told) => {
        if (told.type === 'key' || told.type === 'text') press(store, told, () => teller?.pressed());
        else store.dispatch(told);
      }),
    [device, store, teller],
  );
  return teller ? <Spoken teller={teller} /> : <Shell store={store} size={size} looks={looks} />;
}
