import type { Piece } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { type KeySpec, keys } from './shell/keys.ts';

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

const groups: readonly (readonly [string, (spec: KeySpec) => boolean])[] = [
  ['Everywhere', ({ screens }) => screens.length === 5],
  ['Fleet', ({ screens }) => screens.length < 5 && screens.includes('fleet')],
  ['VM', ({ screens }) => screens.length < 5 && screens.includes('vm') && !screens.includes('fleet')],
  ['Healing', ({ screens }) => screens.length === 1 && screens[0] === 'healing'],
];
