import { useApp, useInput, usePaste, useStdin, useStdout } from 'ink';
import { useEffect, useState } from 'react';
import { copySequence } from '../parts/clipboard.ts';
import { clean } from '../parts/text.ts';
import { Spoken, Teller } from '../spoken/spoken.tsx';
import type { ConsolePort } from './console-port.ts';
import { takesText } from './dialog.ts';
import { intentOf } from './intent-of.ts';
import { characterNames, keyNames } from './key-names.ts';
import { Shell } from './shell.tsx';
import { ConsoleStore, type StoreOptions } from './store.ts';
import type { Looks, Size } from './theme.ts';
import { isTyping } from './view.ts';

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
};

/** The whole console: the terminal's keys, and all that is drawn. */
export function App({ port, looks, leave = () => {}, size, inTmux = false, lent = () => {}, ...options }: AppProps) {
  const { suspendTerminal } = useApp();
  const { stdin } = useStdin();
  const { stdout } = useStdout();
  const [isAway, setAway] = useState(false);
  const [store] = useState(() => {
    // Where nothing is drawn Ink has nothing to suspend: it lets go of the keys when nobody here wants them.
    const unheard = async (use: () => Promise<void>) => {
      setAway(true);
      await use().finally(() => setAway(false));
    };
    const lend = async (use: () => Promise<void>) => {
      lent(true);
      await (options.spoken ? unheard : suspendTerminal)(async () => {
        // Ink no longer listens, but Node would go on reading, and take keys from who has the terminal now.
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
  useInput((input, key) => press(store, keyNames(input, key), teller), { isActive: !isAway });
  usePaste(
    (text) => {
      const { view } = store.snapshot();
      if (isTyping(view) || (view.dialog && takesText(view.dialog))) press(store, characterNames(clean(text)), teller);
    },
    { isActive: !isAway },
  );
  return teller ? <Spoken teller={teller} /> : <Shell store={store} size={size} looks={looks} />;
}

/**
 * Of several keys in one input none answers a dialog: what was typed before it could be read is not an answer. The
 * letters of a name that is typed fast are no answer yet; the kill switch is none either, and always counts.
 */
function press(store: ConsoleStore, names: readonly string[], teller: Teller | undefined): void {
  for (const name of names) {
    const { view } = store.snapshot();
    const intent = intentOf(name, view, store.context());
    if (view.dialog && names.length > 1 && intent?.type !== 'typed' && intent?.type !== 'halt') continue;
    if (!intent) continue;
    teller?.pressed();
    store.dispatch(intent);
  }
}
