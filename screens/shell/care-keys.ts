import { incidentUnder } from '../alarm-rows.ts';
import { all, just, type KeySpec, readOnly } from './key-spec.ts';
import { type Care, uncared } from './reduce-care.ts';
import type { Context, Screen, View } from './view.ts';

const withIncident: readonly Screen[] = ['fleet', 'vm', 'alarms', 'healing'];

const care =
  (what: Care): KeySpec['disabled'] =>
  (view, context) =>
    readOnly(view, context) ?? uncared(what, view, context);

/** What a person says about incidents, VMs and hosts, and the kill switch. */
export const careKeys: readonly KeySpec[] = [
  {
    name: 'release',
    keys: ['r'],
    hint: 'release',
    words: 'Release the VM from quarantine',
    screens: withIncident,
    intent: just('release'),
    danger: true,
    disabled: care('release'),
  },
  {
    name: 'acknowledge',
    keys: ['a'],
    hint: ({ state }, view) => (incidentUnder(view, state)?.acknowledged ? 'give back' : 'take over'),
    words: 'Take the incident over: nothing is done for it by itself any more; or give it back',
    screens: withIncident,
    intent: just('acknowledge'),
    danger: true,
    disabled: care('acknowledge'),
  },
  {
    name: 'snooze',
    keys: ['z'],
    hint: 'put off',
    words: 'Put the incident off for 15 min, 1 h or 8 h; or no longer',
    screens: withIncident,
    intent: just('snooze'),
    danger: true,
    disabled: care('snooze'),
  },
  {
    name: 'maintenance',
    keys: ['t'],
    hint: 'maintenance',
    words: 'Maintenance of the VM or its host: with a reason and an end, or end it',
    screens: withIncident,
    intent: just('maintenance'),
    danger: true,
    disabled: care('maintenance'),
  },
  {
    name: 'halt',
    keys: ['X'],
    // Where only the cloud's own alarms could heal, it is in the help: most clouds have none.
    hint: ({ live: { halted, mode } }) => (halted ? 'let auto go on' : mode === 'auto' ? 'STOP auto' : ''),
    words:
      'Stop auto, and what heals with no console, at once, wherever no text is typed; once more asks to let it go on',
    screens: all,
    intent: just('halt'),
    disabled: cannotStop,
    always: true,
  },
];

/** What is stopped is what goes on now, whatever is shown; that it goes on is no wish about an old picture. */
function cannotStop(view: View, context: Context): string | undefined {
  const { halted, readOnly: changesNothing } = context.live;
  return halted || changesNothing ? readOnly(view, context) : undefined;
}
