import { alarmRows, chosenOf, targetOf } from '../alarm-rows.ts';
import { planOf } from '../guard-lines.ts';
import { activeInjection, allIncidents } from '../select.ts';
import { careKeys } from './care-keys.ts';
import { takesText } from './dialog.ts';
import { all, just, type KeySpec, readOnly } from './key-spec.ts';
import type { Context, Intent, Screen, View } from './view.ts';

export type { KeySpec };

const withVm: readonly Screen[] = ['fleet', 'vm', 'faults'];
const signed = (forward: readonly string[]) => (key: string) => (forward.includes(key) ? 1 : -1);
const down = signed(['down', 'j', 'pagedown', 'space']);

const needsVm = (view: View, context: Context): string | undefined => {
  const vm = targetOf(view, context.state);
  return readOnly(view, context) ?? (vm && context.state.vms.has(vm) ? undefined : 'There is no VM selected.');
};

const needsInjector = (view: View, context: Context): string | undefined =>
  readOnly(view, context) ?? (context.canInject ? undefined : 'Only the simulated cloud takes faults.');

export const keys: readonly KeySpec[] = [
  {
    keys: ['up', 'down', 'k', 'j'],
    shown: '↑↓ j k',
    words: 'Move the cursor, scroll',
    screens: all,
    intent: (key) => ({ type: 'move', by: down(key) }),
  },
  {
    keys: ['pageup', 'pagedown', 'space'],
    shown: 'PgUp PgDn',
    words: 'Move by a page; on alarms and healing, read on below',
    screens: all,
    intent: (key) => ({ type: 'page', by: down(key) }),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    shown: 'g G',
    words: 'First, last',
    screens: all,
    intent: (key) => ({ type: 'jump', to: key === 'g' || key === 'home' ? 'top' : 'bottom' }),
  },
  { keys: ['enter'], shown: 'Enter', hint: 'open', words: 'Open the VM', screens: ['fleet'], intent: just('enter') },
  {
    keys: ['enter'],
    shown: 'Enter',
    hint: 'healing',
    words: 'All that there is to its healing',
    screens: ['alarms'],
    intent: just('enter'),
    disabled: hostLine,
  },
  {
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
    keys: ['esc'],
    shown: 'Esc',
    hint: 'back',
    words: 'Back to the fleet',
    screens: ['vm', 'alarms', 'healing', 'faults', 'help'],
    intent: just('back'),
  },
  { keys: ['esc'], shown: 'Esc', words: 'Take the filter away', screens: ['fleet'], intent: just('back') },
  {
    keys: ['left', 'right'],
    shown: '←→',
    hint: 'metric',
    words: 'Another metric',
    screens: ['vm'],
    intent: (key) => ({ type: 'side', by: key === 'right' ? 1 : -1 }),
  },
  {
    keys: ['tab'],
    shown: 'Tab',
    hint: 'pane',
    words: 'Timeline, details, console log',
    screens: ['vm'],
    intent: just('pane'),
  },
  { keys: ['l'], hint: 'log', words: 'Read the console log', screens: ['vm'], intent: just('log') },
  {
    keys: ['/'],
    hint: 'filter',
    words: 'Only names with this in them (!word: without it)',
    screens: ['fleet'],
    intent: just('filter'),
  },
  { keys: ['f'], words: 'Only VMs in trouble', screens: ['fleet'], intent: just('faults-only') },
  {
    keys: ['s'],
    words: 'Sort: worst first, name, host, CPU, memory',
    screens: ['fleet'],
    intent: just('sort'),
  },
  {
    keys: ['h'],
    hint: 'heal',
    words: 'Heal the VM: shows the plan and asks',
    screens: ['fleet', 'vm', 'alarms', 'healing'],
    intent: just('heal'),
    danger: true,
    disabled: needsVm,
  },
  ...careKeys,
  {
    keys: ['i'],
    hint: 'inject',
    words: 'Put a fault into the VM',
    screens: withVm,
    intent: just('inject'),
    danger: true,
    disabled: (view, context) => needsInjector(view, context) ?? needsVm(view, context),
  },
  {
    keys: ['u'],
    hint: 'undo',
    words: 'Take the fault out again',
    screens: withVm,
    intent: just('undo'),
    disabled: (view, context) => needsInjector(view, context) ?? noFault(view, context),
  },
  {
    keys: ['m'],
    hint: 'mode',
    words: 'Mode: observe, confirm, auto',
    screens: all,
    intent: just('mode'),
    disabled: readOnly,
    danger: true,
  },
  { keys: ['1'], words: 'Fleet', screens: all, intent: () => ({ type: 'go', screen: 'fleet' }) },
  { keys: ['2'], words: 'VM', screens: all, intent: () => ({ type: 'go', screen: 'vm' }) },
  { keys: ['3'], words: 'Alarms', screens: all, intent: () => ({ type: 'go', screen: 'alarms' }) },
  { keys: ['4'], words: 'Healing', screens: all, intent: () => ({ type: 'go', screen: 'healing' }) },
  { keys: ['5'], words: 'Faults', screens: all, intent: () => ({ type: 'go', screen: 'faults' }) },
  {
    keys: ['?', '8'],
    shown: '?',
    hint: 'help',
    words: 'This help',
    screens: all,
    intent: () => ({ type: 'go', screen: 'help' }),
  },
  { keys: ['q'], hint: 'quit', words: 'Quit (asks while a heal is under way)', screens: all, intent: just('quit') },
  { keys: ['ctrl+c'], shown: 'Ctrl-C', words: 'Quit at once', screens: all, intent: just('quit-now') },
];

function nothingToConfirm(view: View, { state }: Context): string | undefined {
  const incident = chosenOf(allIncidents(state), view);
  if (!incident) return 'Nothing to confirm: there is no incident.';
  return planOf(incident) ? undefined : `Nothing to confirm: ${incident.words}`;
}

function hostLine(view: View, { state }: Context): string | undefined {
  const row = chosenOf(alarmRows(state), view);
  if (!row) return 'There is no alarm.';
  return 'host' in row ? 'This is a whole host: t puts it into maintenance, its VMs are listed below.' : undefined;
}

function noFault(view: View, { state }: Context): string | undefined {
  const vm = targetOf(view, state);
  if (view.screen === 'faults') return undefined;
  return vm && activeInjection(state, vm) ? undefined : 'There is no fault of ours in this VM.';
}

/** What a key means now: an intent, also where it is to say why not; undefined for keys that mean nothing here. */
export function intentOf(key: string, view: View, context: Context): Intent | undefined {
  if (key === 'ctrl+c') return { type: 'quit-now' };
  if (view.typing && !view.dialog) return typedIntent(key);
  if (view.dialog && takesText(view.dialog)) return textIntent(key);
  const spec = keys.find((one) => one.keys.includes(key) && one.screens.includes(view.screen));
  if (view.dialog && !spec?.always) return dialogIntent(key);
  const reason = spec?.disabled?.(view, context);
  return reason ? { type: 'say', words: reason } : spec?.intent(key);
}

function dialogIntent(key: string): Intent | undefined {
  if (key === 'y') return { type: 'yes' };
  if (key === 'n' || key === 'q') return { type: 'back' };
  if (key === 'tab') return { type: 'pane' };
  if (key === 'enter' || key === 'esc') return { type: key === 'esc' ? 'back' : 'enter' };
  if (key === 'left' || key === 'right') return { type: 'side', by: key === 'right' ? 1 : -1 };
  return ['up', 'down', 'k', 'j'].includes(key) ? { type: 'move', by: down(key) } : undefined;
}

/** In a dialog with a text: characters are text, and the yes is a button. */
function textIntent(key: string): Intent | undefined {
  if (key === 'tab' || key === 'left' || key === 'right') return dialogIntent(key);
  return typedIntent(key);
}

function typedIntent(key: string): Intent | undefined {
  if (key === 'esc') return { type: 'back' };
  if (key === 'enter') return { type: 'enter' };
  if (key === 'backspace' || key === 'delete') return { type: 'erase' };
  if (key === 'up' || key === 'down') return { type: 'move', by: down(key) };
  const text = key === 'space' ? ' ' : key;
  return [...text].length === 1 ? { type: 'typed', text } : undefined;
}
