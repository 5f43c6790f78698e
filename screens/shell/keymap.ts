import { type KeySpec, keyWords, namedKeys } from './key-spec.ts';
import { keys as ownKeys } from './keys.ts';
import { dialogKeys, notForDanger, reserved } from './reserved-keys.ts';

/** Other keys for records, by the records' names: one key or several. */
export type KeyChanges = Readonly<Record<string, string | readonly string[]>>;

/** The keymap with the operator's changes, and a sentence for each change that will not do. */
export type Keymap = { readonly keys: readonly KeySpec[]; readonly faults: readonly string[] };

/** The records with other keys. A record whose keys mean several things takes as many, each in the old one's place. */
export function keymapOf(changes: KeyChanges, keys: readonly KeySpec[] = ownKeys): Keymap {
  const wishes = new Map(Object.entries(changes).map(([name, wish]) => [name, [wish].flat()]));
  const known = new Set(keys.map(({ name }) => name));
  const strangers = [...wishes.keys()].filter((name) => !known.has(name));
  const changed = keys.map((spec) => (wishes.has(spec.name) ? withKeys(spec, wishes.get(spec.name)!) : spec));
  const faults = [
    ...strangers.map((name) => `No key is called "${name}".`),
    ...keys.flatMap((spec) => unfit(spec, wishes.get(spec.name) ?? spec.keys)),
    ...conflicts(changed),
  ];
  return { keys: changed, faults };
}

const isKey = (key: string) => namedKeys.includes(key) || /^(?:ctrl\+[a-z]|[^\s\p{C}])$/u.test(key);

/** Whether each of the record's keys is something else: up and down, first and last. */
const isManifold = ({ keys, intent }: KeySpec) => new Set(keys.map((key) => JSON.stringify(intent(key)))).size > 1;

function withKeys(spec: KeySpec, wish: readonly string[]): KeySpec {
  const place = (key: string) => spec.keys[wish.indexOf(key)] ?? spec.keys[0]!;
  return { ...spec, keys: wish, shown: wish.map(keyWords).join(' '), intent: (key) => spec.intent(place(key)) };
}

/** Why the record cannot have these keys. */
function unfit(spec: KeySpec, wish: readonly string[]): string[] {
  const { name, keys, danger, always, fixed } = spec;
  if (wish === keys) return [];
  if (fixed) return [`"${name}" keeps its key: ${keyWords(keys[0]!)} always works.`];
  if (!wish.length) return [`"${name}" needs a key.`];
  if (isManifold(spec) && wish.length !== keys.length)
    return [`"${name}" takes ${keys.length} keys, in the places of ${keys.join(', ')}.`];
  return wish.flatMap((key) => {
    const refused = `"${name}" cannot have the key "${key}":`;
    if (!isKey(key)) return [`${refused} it is no key that is known here.`];
    if (reserved[key]) return [`${refused} ${reserved[key]}.`];
    if (danger && notForDanger[key]) return [`${refused} ${notForDanger[key]}.`];
    return always && dialogKeys.includes(key) ? [`${refused} it answers dialogs.`] : [];
  });
}

/** Keys that would mean two things on one screen. */
function conflicts(keys: readonly KeySpec[]): string[] {
  const pairs = keys.flatMap((a, place) => keys.slice(place + 1).map((b) => [a, b] as const));
  return pairs.flatMap(([a, b]) => {
    const shared = a.keys.find((key) => b.keys.includes(key));
    const where = a.screens.filter((screen) => b.screens.includes(screen));
    if (shared === undefined || !where.length) return [];
    return [
      `The key "${shared}" would be both "${a.name}" (${a.words}) and "${b.name}" (${b.words}) on ${where.join(', ')}.`,
    ];
  });
}
