import type { LoginKind } from '../../models/wishes.ts';
import { vmShape } from '../vm-head.ts';
import { copyable } from './copyable.ts';
import { just, type KeySpec, keyOf, notNow } from './key-spec.ts';
import { bodyRows, type Context, type View } from './view.ts';

/** What the VM screen shows: which metric, how far back, which pane. */
export const vmKeys: readonly KeySpec[] = [
  {
    name: 'metric',
    keys: ['left', 'right'],
    shown: '←→',
    hint: 'metric',
    words: 'Another metric',
    screens: ['vm'],
    intent: (key) => ({ type: 'side', by: key === 'right' ? 1 : -1 }),
    disabled: noCharts,
  },
  {
    name: 'pane',
    keys: ['tab'],
    shown: 'Tab',
    hint: 'pane',
    words: 'Timeline, details, console log, JSON',
    screens: ['vm'],
    intent: just('pane'),
  },
  {
    name: 'zoom',
    keys: ['<', '>'],
    shown: '< >',
    hint: 'zoom',
    words: 'The charts look back further, less far',
    screens: ['vm'],
    intent: (key) => ({ type: 'zoom', by: key === '>' ? 1 : -1 }),
    disabled: noCharts,
  },
  {
    name: 'log',
    keys: ['l'],
    hint: 'log',
    words: 'Read the console log',
    screens: ['vm'],
    intent: just('log'),
    disabled: notNow,
  },
];

/** What takes the VM elsewhere: as JSON, to the clipboard, by ssh. */
export const guestKeys: readonly KeySpec[] = [
  {
    name: 'json',
    keys: ['o'],
    hint: 'JSON',
    words: "Nova's own record of the VM, its verdict and its incident as JSON, without secrets",
    screens: ['vm'],
    intent: just('json'),
    disabled: notNow,
  },
  {
    name: 'copy',
    keys: ['y'],
    hint: 'copy',
    words: "Copy the VM id, a heal's request id, a failing host's name or the whole JSON",
    screens: ['fleet', 'vm', 'alarms', 'healing', 'faults'],
    intent: just('copy'),
    disabled: (view, { state }) => (copyable(view, state) ? undefined : 'There is nothing to copy here.'),
  },
  {
    name: 'ssh',
    keys: ['s'],
    hint: 'ssh',
    words: 'Open ssh to the VM; its end leads back here',
    screens: ['vm'],
    intent: () => ({ type: 'log-in', kind: 'ssh' }),
    disabled: noLogin('ssh'),
  },
  {
    name: 'serial',
    keys: ['S'],
    hint: 'serial',
    words: "Open the VM's serial console, by the command in the settings",
    screens: ['vm'],
    intent: () => ({ type: 'log-in', kind: 'serial' }),
    disabled: noLogin('serial'),
  },
];

/** In a low terminal the console log and the JSON take the charts' place. What is read out has none. */
function noCharts(view: View, { state, size, spoken, keys }: Context): string | undefined {
  const { charts } = vmShape(state, view, { columns: size.columns, rows: bodyRows(size) });
  if (spoken || charts.down > 0) return undefined;
  return `There is no room for charts beside this: ${keyOf(keys, 'pane')} leads to another pane.`;
}

function noLogin(kind: LoginKind) {
  return (view: View, context: Context): string | undefined => {
    const { state, whyNoLogin } = context;
    const vm = state.vms.get(view.opened ?? '');
    if (view.moment) return notNow(view, context);
    return vm ? whyNoLogin(kind, vm) : 'There is no such VM any more.';
  };
}
