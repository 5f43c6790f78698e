import { allScreens, type Context, type Intent, type Screen, type View } from './view.ts';

/** A key is a record; the footer, the help screen and the manual are made from these. */
export type KeySpec = {
  /** Names as `keyNames` gives them; the first ones are shown. */
  readonly keys: readonly string[];
  /** How the keys are written where it is not their names. */
  readonly shown?: string;
  readonly words: string;
  /** One or two words for the footer; without them it is in the help only. */
  readonly hint?: string | ((context: Context, view: View) => string);
  readonly intent: (key: string) => Intent;
  readonly screens: readonly Screen[];
  /** Why the key does nothing now, or undefined. */
  readonly disabled?: (view: View, context: Context) => string | undefined;
  /** It changes something in the cloud. */
  readonly danger?: true;
  /** It works in dialogs as well, and is hinted at however narrow the terminal is. */
  readonly always?: true;
};

export const all: readonly Screen[] = allScreens;

export const just = (type: Extract<Intent, { type: string }>['type']) => () => ({ type }) as Intent;

export const readOnly = (_: View, { state }: Context) =>
  state.readOnly ? 'This console is read-only: it changes nothing.' : undefined;
