import { Box } from 'ink';
import type { Injection } from '../models/event.ts';
import { faults } from '../models/faults/index.ts';
import { injectionUnder, targetOf } from './alarm-rows.ts';
import { age, duration } from './parts/format.ts';
import { Line, type Piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';
import { activeInjections, faultTitle, nameOf } from './select.ts';
import { keyOf } from './shell/key-spec.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** What can be put into a VM, and what is in. */
export function FaultsScreen({ state, view, size, canInject, keys }: ScreenProps) {
  const active = activeInjections(state);
  const past = state.injections.filter(({ state }) => state !== 'active');
  const cursor = injectionUnder(view, state);
  const target = targetOf(view, state);
  const where = !canInject
    ? 'Only the simulated cloud takes faults.'
    : state.readOnly
      ? 'This console is read-only: it puts none in.'
      : target
        ? `${keyOf(keys, 'inject')} puts one into ${nameOf(state, target)}, the VM selected on the fleet screen.`
        : 'There is no VM to put one into.';
  const lines: [Piece[], boolean][] = [
    [[{ text: 'Faults that can be injected', tone: 'strong' }], false],
    [[{ text: `  ${where}`, tone: 'quiet' }], false],
    ...faults.map(({ title, words }): [Piece[], boolean] => [
      [`  ${fit(title, 18)}`, { text: words, tone: 'quiet' }],
      false,
    ]),
    [[' '], false],
    [
      [
        { text: 'In now', tone: 'strong' },
        { text: active.length ? `  ${keyOf(keys, 'undo')} takes the marked one out` : '  none', tone: 'quiet' },
      ],
      false,
    ],
    ...active.map((one): [Piece[], boolean] => [injectionLine(one, state.at, one === cursor), one === cursor]),
    ...(past.length
      ? ([
          [[' '], false],
          [[{ text: 'Before', tone: 'strong' }], false],
        ] as [Piece[], boolean][])
      : []),
    ...past.map((one): [Piece[], boolean] => [injectionLine(one, state.at, false), false]),
  ];
  const place = lines.findIndex(([, selected]) => selected);
  const first = Math.max(0, place - size.rows + 1);
  return (
    <Box flexDirection="column">
      {lines.slice(first, first + size.rows).map(([pieces, selected], index) => (
        <Line key={index} width={size.columns} pieces={pieces} selected={selected} />
      ))}
    </Box>
  );
}

function injectionLine({ vmName, fault, startedAt, endsAt, state }: Injection, at: number, selected: boolean): Piece[] {
  const when = state === 'active' ? `${duration(Math.max(0, endsAt - at))} left` : state;
  return [
    `${selected ? '▸' : ' '} ${fit(clean(vmName), 24)} ${fit(faultTitle(fault), 18)} `,
    { text: `${fit(when, 14)} put in ${age(at - startedAt)} ago`, tone: 'quiet' },
  ];
}
