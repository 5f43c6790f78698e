import { actions } from '../../models/actions/index.ts';
import { faults } from '../../models/faults/index.ts';
import { Frame } from '../parts/dialog.tsx';
import { Line, type Piece, piece } from '../parts/line.tsx';
import { clean, fit, widthOf, wrap } from '../parts/text.ts';
import {
  type ActionPick,
  type Ask,
  type Dialog,
  type FaultPick,
  faultTimes,
  isTyped,
  type ModePick,
  modes,
  obstacle,
  timeWords,
} from './dialog.ts';
import { type MaintenancePick, maintenanceTimes, type SnoozePick } from './dialog-care.ts';
import { saveLines } from './dialog-save.ts';
import type { ScreenProps } from './screen-props.ts';

/** The open dialog, in place of the screen behind it. */
export function OpenDialog({ dialog, ...props }: ScreenProps & { readonly dialog: Dialog }) {
  const width = Math.min(72, props.size.columns - 8);
  const drawn = linesOf(dialog, props, width);
  return (
    <Frame size={props.size} width={width}>
      {squeezed(drawn, props.size.rows - 2).map((pieces, index) => (
        <Line key={index} width={width} pieces={pieces} />
      ))}
    </Frame>
  );
}

type Row = readonly Piece[];
const blank: Row = [' '];
const toneOf = (label: string) => (label === 'refused' ? 'bad' : label === 'warning' ? 'warn' : 'quiet');

/** What a dialog tells, and under it what is never left out: why there is no yes, and the buttons. */
type Drawn = { readonly told: readonly Row[]; readonly foot: readonly Row[] };

const whole = (told: readonly Row[]): Drawn => ({ told, foot: [] });

/** In so many rows, for small terminals: without blank lines, then without the end of what is told. */
function squeezed({ told, foot }: Drawn, rows: number): Row[] {
  let spare = told.length + foot.length - rows;
  const kept = [...told, ...foot].filter((row) => row !== blank || spare-- <= 0);
  if (kept.length <= rows) return kept;
  const end = foot.filter((row) => row !== blank);
  const lines = told.filter((row) => row !== blank);
  const most = Math.max(0, rows - end.length - 1);
  const words = `  … ${lines.length - most} lines more: the healing screen has them`;
  return [...lines.slice(0, most), [{ text: words, tone: 'warn' as const }], ...end].slice(-rows);
}

function linesOf(dialog: Dialog, props: ScreenProps, width: number): Drawn {
  switch (dialog.kind) {
    case 'ask':
      return askLines(dialog, props, width);
    case 'mode':
      return whole(modeLines(dialog, props));
    case 'snooze':
      return whole(snoozeLines(dialog));
    case 'maintenance':
      return whole(maintenanceLines(dialog));
    case 'action':
      return whole(actionLines(dialog, props, width));
    case 'fault':
      return whole(faultLines(dialog, width));
    case 'save':
      return whole(saveLines(dialog, props.view.screen));
  }
}

function askLines(ask: Ask, { state }: ScreenProps, width: number): Drawn {
  const void_ = obstacle(state, ask);
  const labels = Math.max(11, ...ask.facts.map(([label]) => widthOf(label) + 1));
  const facts = ask.facts.flatMap(([label, words]) =>
    wrap(words, width - labels, 3).map(
      (line, index): Row => [{ text: fit(index ? '' : label, labels), tone: toneOf(label) }, line],
    ),
  );
  const yes: Piece =
    void_ || !isTyped(ask)
      ? { text: `  ${ask.yes}  `, tone: 'quiet' }
      : button(ask.yes, ask.choice === 'yes', ask.danger);
  return {
    told: [[{ text: ask.title, tone: 'strong' }], blank, ...facts, blank],
    foot: [
      ...(void_ ? [...wrap(void_, width, 2).map((line): Row => [{ text: line, tone: 'bad' }]), blank] : []),
      ...(ask.wants === undefined || void_ ? [] : typedLines(ask, ask.wants)),
      [button('Cancel', void_ !== undefined || ask.choice === 'cancel', false), '    ', yes],
    ],
  };
}

/** What is to be typed, and what was. */
function typedLines({ typed, ...ask }: Ask, wants: string): Row[] {
  const done = isTyped({ typed, ...ask });
  return [
    [
      { text: 'It destroys. Type the name ', tone: 'bad' },
      { text: clean(wants), tone: 'strong' },
      { text: ' to allow it:', tone: 'bad' },
    ],
    [`  ${typed}█ `, { text: done ? '✓ that is it; Tab goes to the button' : '', tone: 'good' }],
    blank,
  ];
}

const button = (words: string, chosen: boolean, danger: boolean): Piece =>
  chosen ? { text: `▸ ${words} ◂`, tone: danger ? 'bad' : 'strong' } : `  ${words}  `;

function modeLines(pick: ModePick, { state }: ScreenProps): Row[] {
  return [
    [{ text: 'Mode', tone: 'strong' }],
    blank,
    ...modes.map(
      ([mode, words], index): Row => [
        option(mode, 10, index === pick.index),
        { text: `${words}${mode === state.mode ? '  (now)' : ''}`, tone: 'quiet' },
      ],
    ),
  ];
}

function snoozeLines({ vmName, times, index }: SnoozePick): Row[] {
  return [
    [{ text: `Put ${vmName} off`, tone: 'strong' }],
    [{ text: 'Until then nothing is done for it by itself; you can still heal it.', tone: 'quiet' }],
    blank,
    ...times.map((seconds, place): Row => [option(seconds ? timeWords(seconds) : 'no longer', 10, place === index)]),
  ];
}

function maintenanceLines({ subjects, index, reason, time }: MaintenancePick): Row[] {
  const times = maintenanceTimes.flatMap((seconds, place): Piece[] => {
    const words = seconds === undefined ? 'no end' : timeWords(seconds);
    return [place === time ? { text: `▸ ${words} ◂`, tone: 'strong' } : `  ${words}  `];
  });
  return [
    [{ text: 'Maintenance: nobody heals it meanwhile, not even with a yes', tone: 'strong' }],
    blank,
    ...subjects.map(({ words }, place): Row => [option(words, 50, place === index)]),
    blank,
    [{ text: 'reason  ', tone: 'quiet' }, `${reason.slice(-50)}█`],
    [{ text: 'for   ', tone: 'quiet' }, ...times],
  ];
}

function actionLines(pick: ActionPick, { state }: ScreenProps, width: number): Row[] {
  const vm = state.vms.get(pick.vm);
  const chosen = actions[pick.index]!;
  const quiet = (words: string) => wrap(words, width, 2).map((line): Row => [{ text: line, tone: 'quiet' }]);
  return [
    [{ text: `Heal ${pick.vmName} by hand`, tone: 'strong' }],
    ...quiet('It has no plan of its own. What is chosen here is shown once more before it is sent.'),
    blank,
    ...actions.map(
      (action, index): Row => [
        option(action.title, 20, index === pick.index),
        { text: vm && action.refuses(vm) ? 'not now' : '', tone: 'quiet' },
      ],
    ),
    blank,
    ...quiet((vm && chosen.refuses(vm)) ?? `Costs: ${chosen.costs}.`),
  ];
}

const option = (words: string, width: number, chosen: boolean): Piece =>
  piece(`${chosen ? '▸' : ' '} ${fit(words, width)}`, chosen ? 'strong' : undefined);

function faultLines(pick: FaultPick, width: number): Row[] {
  const times = faultTimes.flatMap((seconds, index): Piece[] => [
    index === pick.time ? { text: `▸ ${timeWords(seconds)} ◂`, tone: 'strong' } : `  ${timeWords(seconds)}  `,
  ]);
  return [
    [{ text: `Put a fault into ${pick.vmName}`, tone: 'strong' }],
    [{ text: clean(pick.vm), tone: 'quiet' }],
    blank,
    ...faults.map(({ title }, index): Row => [option(title, 20, index === pick.fault)]),
    blank,
    ...wrap(faults[pick.fault]!.words, width, 2).map((line): Row => [{ text: line, tone: 'quiet' }]),
    blank,
    [{ text: 'for ', tone: 'quiet' }, ...times],
  ];
}
