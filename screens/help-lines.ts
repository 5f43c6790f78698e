import type { Piece } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { all, type KeySpec } from './shell/key-spec.ts';
import { keys } from './shell/keys.ts';
import type { Screen } from './shell/view.ts';

/** The help screen's lines, made from the keys' records. */
export function helpLines(): Piece[][] {
  return groups.flatMap(([title, belongs]) => [
    [{ text: title, tone: 'strong' as const }],
    ...keys
      .filter(belongs)
      .map((spec): Piece[] => [
        `  ${fit(spec.shown ?? spec.keys[0]!, 12)}`,
        spec.words,
        { text: spec.danger ? '  asks first' : '', tone: 'warn' },
      ]),
    [' '],
  ]);
}

const only =
  (...names: readonly Screen[]) =>
  ({ screens }: KeySpec) =>
    screens.length < all.length && names.includes(screens[0]!);
const isShared = ({ screens }: KeySpec) => screens.length > 1 && screens.length < all.length && screens[0] === 'fleet';

const groups: readonly (readonly [string, (spec: KeySpec) => boolean])[] = [
  ['Everywhere', ({ screens }) => screens.length === all.length],
  ['The VM under the cursor', isShared],
  ['Fleet', (spec) => only('fleet')(spec) && !isShared(spec)],
  ['VM', only('vm')],
  ['Alarms and healing', only('alarms', 'healing')],
];
