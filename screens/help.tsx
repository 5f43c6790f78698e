import { Box } from 'ink';
import { Line, type Piece } from './parts/line.tsx';
import { fit } from './parts/text.ts';
import { type KeySpec, keys } from './shell/keys.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** All keys, made from their records. */
export function HelpScreen({ view, size }: ScreenProps) {
  const lines = helpLines();
  const first = Math.max(0, Math.min(view.scroll, lines.length - size.rows));
  return (
    <Box flexDirection="column">
      {lines.slice(first, first + size.rows).map((pieces, index) => (
        <Line key={index} width={size.columns} pieces={pieces} />
      ))}
    </Box>
  );
}

const groups: readonly (readonly [string, (spec: KeySpec) => boolean])[] = [
  ['Everywhere', ({ screens }) => screens.length === 5],
  ['Fleet', ({ screens }) => screens.length < 5 && screens.includes('fleet')],
  ['VM', ({ screens }) => screens.length < 5 && screens.includes('vm') && !screens.includes('fleet')],
  ['Healing', ({ screens }) => screens.length === 1 && screens[0] === 'healing'],
];

function helpLines(): Piece[][] {
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
