import { pastWords } from './moment.ts';
import { allScreens, type Context, type Intent, type Screen, type View } from './view.ts';

/** A key is a record; the footer, the help screen and the manual are made from these. */
export type KeySpec = {
  /** Stable, for the settings; no two records share one. */
  readonly name: string;
  /** As the terminal's keys are called: "g", "up", "ctrl+c" …; the first one is shown. */
  readonly keys: readonly string[];
  /** How the keys are written where it is not their names. */
  readonly shown?: string;
  readonly words: string;
  /** One or two words for the footer; without them, or with '', it is in the help only. */
  readonly hint?: string | ((context: Context, view: View) => string);
  readonly intent: (key: string) => Intent;
  readonly screens: readonly Screen[];
  /** Why the key does nothing now, or undefined. */
  readonly disabled?: (view: View, context: Context) => string | undefined;
  /** It changes something in the cloud. */
  readonly danger?: true;
  /** It works in dialogs as well, and is hinted at however narrow the terminal is. */
  readonly always?: true;
  /** The operator cannot give it another key. */
  readonly fixed?: true;
};

export const all: readonly Screen[] = allScreens;

export const just = (type: Extract<Intent, { type: string }>['type']) => () => ({ type }) as Intent;

/** Why no cloud can be asked: the picture is an old one. */
export const notNow = ({ moment }: View, { keys }: Context): string | undefined =>
  moment && pastWords(moment.kind, keyOf(keys, 'end'));

/** Why nothing may be changed: the picture is an old one, or the console changes nothing at all. */
export const readOnly = (view: View, context: Context): string | undefined =>
  notNow(view, context) ?? (context.live.readOnly ? 'This console is read-only: it changes nothing.' : undefined);

/** How a record's keys are written. */
export const shownKeys = ({ keys: [first], shown = keyWords(first!) }: KeySpec): string => shown;

/** How the keys of the record with this name are written. */
export const keyOf = (keys: readonly KeySpec[], name: string): string => {
  const spec = keys.find((one) => one.name === name);
  return spec ? shownKeys(spec) : '';
};

/** A key's name as it is written: "Ctrl-R", "PgUp", "g". */
export function keyWords(key: string): string {
  if (key.startsWith('ctrl+')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return written[key] ?? (key.length > 1 ? key[0]!.toUpperCase() + key.slice(1) : key);
}

const written: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

export const namedKeys: readonly string[] = [
  ...Object.keys(written),
  'home',
  'end',
  'enter',
  'esc',
  'tab',
  'space',
  'backspace',
  'delete',
];

/** Why the record's key does nothing here and now, or undefined. */
export function obstacleTo(spec: KeySpec, view: View, context: Context): string | undefined {
  if (!spec.screens.includes(view.screen)) return `${spec.words}: only on ${spec.screens.join(', ')}.`;
  return spec.disabled?.(view, context);
}
