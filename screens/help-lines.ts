import { signs, words } from './help-words.ts';
import type { Piece } from './parts/line.tsx';
import { clean, fit, wrap } from './parts/text.ts';
import { all, type KeySpec, keyOf, shownKeys } from './shell/key-spec.ts';

/** The help screen's lines, made from the live keymap, the words and the signs; only those with `text` in them. */
export function helpLines(keys: readonly KeySpec[], columns: number, text = ''): Piece[][] {
  const found = helpGroups(keys, text).flatMap(([title, lines]) => [
    [{ text: title, tone: 'strong' as const }],
    ...lines.flatMap((one) => drawn(one, columns)),
    [' '],
  ]);
  return found.length ? found : [[`Nothing here has "${clean(text)}" in it. ${keyOf(keys, 'back')} shows all.`]];
}

/** What the help tells, in groups with a title; only what has `text` in it. */
export function helpGroups(keys: readonly KeySpec[], text = ''): Group[] {
  const wanted = text.toLowerCase().split(' ').filter(Boolean);
  const groups = [...keyGroups(keys), told('Words', words), told('Signs', signs)];
  return groups.flatMap(([title, lines]): Group[] => {
    const kept = lines.filter(({ searched }) =>
      wanted.every((word) => `${title} ${searched}`.toLowerCase().includes(word)),
    );
    return kept.length ? [[title, kept]] : [];
  });
}

export type HelpLine = {
  readonly sign: string;
  readonly meaning: string;
  readonly danger: boolean;
  /** The key's record, where it is about a key. */
  readonly spec: KeySpec | undefined;
  readonly searched: string;
};
type Group = readonly [title: string, lines: readonly HelpLine[]];

function line(sign: string, meaning: string, spec?: KeySpec): HelpLine {
  const { name = '', danger = false } = spec ?? {};
  return { sign, meaning, danger, spec, searched: `${sign} ${meaning} ${name}` };
}

/** The meaning in as many lines as it needs. */
function drawn({ sign, meaning, danger }: HelpLine, columns: number): Piece[][] {
  const lines = wrap(meaning, columns - 26);
  return lines.map((words, index) => [
    `  ${fit(index ? '' : sign, 12)}`,
    words,
    { text: danger && index === lines.length - 1 ? '  asks first' : '', tone: 'warn' },
  ]);
}

const told = (title: string, list: readonly (readonly [string, string])[]): Group => [
  title,
  list.map(([sign, meaning]) => line(sign, meaning)),
];

/** Each record once: those of every screen, those that several share, then each screen's own. */
function keyGroups(keys: readonly KeySpec[]): Group[] {
  const isShared = ({ screens }: KeySpec) => screens.length > 1 && screens.length < all.length;
  const group = (title: string, belongs: (spec: KeySpec) => boolean): Group => [
    title,
    keys.filter(belongs).map((spec) => line(shownKeys(spec), spec.words, spec)),
  ];
  return [
    group('Everywhere', ({ screens }) => screens.length === all.length),
    group('The VM under the cursor', (spec) => isShared(spec) && spec.screens.includes('fleet')),
    group('Several screens', (spec) => isShared(spec) && !spec.screens.includes('fleet')),
    ...all.map((screen) => group(`Screen ${screen}`, ({ screens }) => screens.length === 1 && screens[0] === screen)),
  ];
}
