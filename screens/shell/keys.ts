import { alarmRows, chosenOf, injectionUnder, targetOf } from '../alarm-rows.ts';
import { planOf } from '../guard-lines.ts';
import { activeInjection, allIncidents } from '../select.ts';
import { careKeys } from './care-keys.ts';
import { fleetKeys } from './fleet-keys.ts';
import { journalKeys } from './journal-keys.ts';
import { all, just, type KeySpec, keyOf, readOnly } from './key-spec.ts';
import { showKeys } from './show-keys.ts';
import { timeKeys } from './time-keys.ts';
import type { Context, Screen, View } from './view.ts';
import { guestKeys, vmKeys } from './vm-keys.ts';
import { wayKeys } from './way-keys.ts';

export type { KeySpec };

const withVm: readonly Screen[] = ['fleet', 'vm', 'faults'];
const signed = (forward: readonly string[]) => (key: string) => (forward.includes(key) ? 1 : -1);
const down = signed(['down', 'j', 'pagedown']);

const needsVm = (view: View, context: Context): string | undefined => {
  const vm = targetOf(view, context.state);
  return readOnly(view, context) ?? (vm && context.state.vms.has(vm) ? undefined : 'There is no VM selected.');
};

const needsInjector = (view: View, context: Context): string | undefined =>
  readOnly(view, context) ?? (context.canInject ? undefined : 'Only the simulated cloud takes faults.');

export const keys: readonly KeySpec[] = [
  {
    name: 'move',
    keys: ['up', 'down', 'k', 'j'],
    shown: '↑↓ j k',
    words: 'Move the cursor, scroll',
    screens: all,
    intent: (key) => ({ type: 'move', by: down(key) }),
  },
  {
    name: 'page',
    keys: ['pageup', 'pagedown'],
    shown: 'PgUp PgDn',
    words: 'Move by a page; on alarms and healing, read on below',
    screens: all,
    intent: (key) => ({ type: 'page', by: down(key) }),
  },
  {
    name: 'jump',
    keys: ['g', 'home', 'G'],
    shown: 'g G',
    words: 'First, last',
    screens: all,
    intent: (key) => ({ type: 'jump', to: key === 'g' || key === 'home' ? 'top' : 'bottom' }),
  },
  {
    name: 'open',
    keys: ['enter'],
    shown: 'Enter',
    hint: 'open',
    words: 'Open the VM',
    screens: ['fleet'],
    intent: just('enter'),
  },
  {
    name: 'open-healing',
    keys: ['enter'],
    shown: 'Enter',
    hint: 'healing',
    words: 'All that there is to its healing',
    screens: ['alarms'],
    intent: just('enter'),
    disabled: hostLine,
  },
  {
    name: 'confirm',
    keys: ['enter'],
    shown: 'Enter',
    hint: 'confirm',
    words: "Look at the incident's plan and confirm it",
    screens: ['healing'],
    intent: just('enter'),
    disabled: (view, context) => readOnly(view, context) ?? nothingToConfirm(view, context),
    danger: true,
  },
  {
    name: 'back',
    keys: ['esc'],
    shown: 'Esc',
    hint: 'back',
    words: 'Back along the way one came',
    screens: all.filter((screen) => screen !== 'fleet'),
    intent: just('back'),
  },
  {
    name: 'unfilter',
    keys: ['esc'],
    shown: 'Esc',
    words: 'Take the filter away; without one, the marks',
    screens: ['fleet'],
    intent: just('back'),
  },
  ...vmKeys,
  ...fleetKeys,
  {
    name: 'heal',
    keys: ['h'],
    hint: 'heal',
    words: 'Heal the VM: shows the plan and asks',
    screens: ['fleet', 'vm', 'alarms', 'healing'],
    intent: just('heal'),
    danger: true,
    disabled: needsVm,
  },
  ...journalKeys,
  ...careKeys,
  ...wayKeys,
  ...timeKeys,
  {
    name: 'inject',
    keys: ['i'],
    hint: 'inject',
    words: 'Put a fault into the VM',
    screens: withVm,
    intent: just('inject'),
    danger: true,
    disabled: (view, context) => needsInjector(view, context) ?? needsVm(view, context),
  },
  {
    name: 'undo',
    keys: ['u'],
    hint: 'undo',
    words: 'Take the fault out again',
    screens: withVm,
    intent: just('undo'),
    disabled: (view, context) => needsInjector(view, context) ?? noFault(view, context),
  },
  ...guestKeys,
  {
    name: 'mode',
    keys: ['m'],
    hint: 'mode',
    words: 'Mode: observe, confirm, auto',
    screens: all,
    intent: just('mode'),
    disabled: readOnly,
    danger: true,
  },
  { name: 'fleet', keys: ['1'], words: 'Fleet', screens: all, intent: () => ({ type: 'go', screen: 'fleet' }) },
  { name: 'vm', keys: ['2'], words: 'VM', screens: all, intent: () => ({ type: 'go', screen: 'vm' }) },
  { name: 'alarms', keys: ['3'], words: 'Alarms', screens: all, intent: () => ({ type: 'go', screen: 'alarms' }) },
  { name: 'healing', keys: ['4'], words: 'Healing', screens: all, intent: () => ({ type: 'go', screen: 'healing' }) },
  { name: 'faults', keys: ['5'], words: 'Faults', screens: all, intent: () => ({ type: 'go', screen: 'faults' }) },
  {
    name: 'help',
    keys: ['?', '8'],
    shown: '?',
    hint: 'help',
    words: 'This help',
    screens: all,
    intent: () => ({ type: 'go', screen: 'help' }),
  },
  ...showKeys,
  {
    name: 'quit',
    keys: ['q'],
    hint: 'quit',
    words: 'Quit (asks while a heal is under way)',
    screens: all,
    intent: just('quit'),
  },
  {
    name: 'quit-now',
    keys: ['ctrl+c'],
    shown: 'Ctrl-C',
    words: 'Quit at once',
    screens: all,
    fixed: true,
    intent: just('quit-now'),
  },
];

function nothingToConfirm(view: View, { state }: Context): string | undefined {
  const incident = chosenOf(allIncidents(state), view);
  if (!incident) return 'Nothing to confirm: there is no incident.';
  return planOf(incident) ? undefined : `Nothing to confirm: ${incident.words}`;
}

function hostLine(view: View, context: Context): string | undefined {
  const row = chosenOf(alarmRows(context.state), view);
  if (!row) return 'There is no alarm.';
  return 'host' in row
    ? `This is a whole host: ${keyOf(context.keys, 'maintenance')} puts it into maintenance, its VMs are listed below.`
    : undefined;
}

function noFault(view: View, { state }: Context): string | undefined {
  const vm = targetOf(view, state);
  if (view.screen === 'faults') return injectionUnder(view, state) ? undefined : 'No fault of ours is in now.';
  return vm && activeInjection(state, vm) ? undefined : 'There is no fault of ours in this VM.';
}
