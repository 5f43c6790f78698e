import type { State } from '../../models/state.ts';
import { alarmRows, chosenOf, incidentUnder, targetOf } from '../alarm-rows.ts';
import { clean, fit } from '../parts/text.ts';
import { isUnderWay, nameOf } from '../select.ts';
import { timeWords } from './dialog.ts';
import {
  askAcknowledge,
  askEndMaintenance,
  askGoOn,
  askRelease,
  type MaintenancePick,
  maintenanceCommand,
  maintenanceNow,
  maintenanceTimes,
  pickMaintenance,
  pickSnooze,
  type SnoozePick,
} from './dialog-care.ts';
import { askAcknowledgeAll, markedNow } from './dialog-fleet.ts';
import { clamp, edited } from './edit.ts';
import type { Step } from './reduce.ts';
import type { Context, Intent, View } from './view.ts';

export type Care = 'acknowledge' | 'snooze' | 'maintenance' | 'release';

/** Keys by which a person says what is to become of a VM: each opens a dialog that holds its target. */
export function cared(view: View, care: Care, { state }: Context): View {
  if (care === 'acknowledge' && areMarked(view)) return { ...view, dialog: askAcknowledgeAll(view, state) };
  const incident = incidentUnder(view, state);
  if (care === 'acknowledge') return incident ? { ...view, dialog: askAcknowledge(state, incident) } : view;
  if (care === 'snooze') return incident ? { ...view, dialog: pickSnooze(state, incident) } : view;
  const about = subjectUnder(view, state);
  if (care === 'release') {
    const vm = targetOf(view, state);
    return { ...view, dialog: vm === undefined ? undefined : askRelease(state, vm) };
  }
  if (about === undefined) return view;
  const now = maintenanceNow(state, about);
  return { ...view, dialog: now ? askEndMaintenance(state, ...now) : pickMaintenance(state, about) };
}

/** Marks are seen, and meant, on the fleet screen alone. */
const areMarked = ({ screen, marked }: View) => screen === 'fleet' && marked.size > 0;

/** The VM under the cursor, or the name of the host whose line it is. */
export function subjectUnder(view: View, state: State) {
  if (view.screen === 'alarms') {
    const row = chosenOf(alarmRows(state), view);
    if (row && 'host' in row) return row.host.host;
  }
  return state.vms.get(targetOf(view, state) ?? '');
}

/** The switch holds for one cloud: each has a journal of its own. */
const cloudOf = ({ cloud }: State): string => (cloud ? fit(clean(cloud.name), 20).trim() : 'this cloud');

/** The kill switch: auto, and what heals with no console, stops at once; that it goes on is asked. */
export function halted(view: View, { live: state }: Context): Step {
  if (state.halted) return { view: view.dialog ? view : { ...view, dialog: askGoOn(state) } };
  const going = [...state.incidents.values()].filter(isUnderWay).length;
  const { lease } = state;
  const notice = [
    `Auto is STOPPED on ${cloudOf(state)}: no heal starts by itself${state.mode === 'auto' ? '' : ', nor by its alarms'}.`,
    ...(going ? [`${going} under way ${going === 1 ? 'goes' : 'go'} on.`] : []),
    ...(lease && !lease.ours ? [`${clean(lease.holder)} hears of it at its next poll.`] : []),
  ];
  return { view: { ...view, notice: notice.join(' ') }, command: { type: 'halt', on: true } };
}

/** A key in the dialogs of this file. */
export function reduceCare(view: View, dialog: SnoozePick | MaintenancePick, intent: Intent, { state }: Context): Step {
  const closed: View = { ...view, dialog: undefined };
  const kept = (next: SnoozePick | MaintenancePick): Step => ({ view: { ...view, dialog: next } });
  if (dialog.kind === 'snooze') {
    if (intent.type === 'move') return kept({ ...dialog, index: clamp(dialog.index + intent.by, dialog.times.length) });
    if (intent.type !== 'enter') return { view };
    if (state.incidents.get(dialog.vm)?.id !== dialog.incident)
      return { view: { ...closed, notice: `The incident of ${dialog.vmName} has closed meanwhile.` } };
    const seconds = dialog.times[dialog.index]!;
    const notice = `${dialog.vmName} is ${seconds ? `put off for ${timeWords(seconds)}` : 'no longer put off'}.`;
    return {
      view: { ...closed, notice },
      command: { type: 'snooze', incident: dialog.incident, until: state.at + seconds * 1000 },
    };
  }
  const reason = edited(dialog.reason, intent);
  if (reason !== undefined) return kept({ ...dialog, reason });
  if (intent.type === 'move')
    return kept({ ...dialog, index: clamp(dialog.index + intent.by, dialog.subjects.length) });
  if (intent.type === 'side') return kept({ ...dialog, time: clamp(dialog.time + intent.by, maintenanceTimes.length) });
  if (intent.type !== 'enter') return { view };
  if (!dialog.reason.trim())
    return { view: { ...view, notice: 'A reason is wanted: whoever comes next will ask for it.' } };
  const { subject, words } = dialog.subjects[dialog.index]!;
  if (subject.kind === 'vm' && !state.vms.has(subject.id))
    return { view: { ...closed, notice: `${words} is gone: there is nothing to maintain.` } };
  return { view: { ...closed, notice: `In maintenance: ${words}.` }, command: maintenanceCommand(dialog, state.at) };
}

/** Why such a key does nothing now, or undefined. */
export function uncared(care: Care, view: View, { state }: Context): string | undefined {
  if (care === 'maintenance') return subjectUnder(view, state) === undefined ? 'There is no VM selected.' : undefined;
  if (care === 'acknowledge' && areMarked(view))
    return markedNow(view, state).open.length ? undefined : 'No marked VM that is listed has an incident to take over.';
  const vm = targetOf(view, state);
  if (vm === undefined) return 'There is no VM selected.';
  const name = nameOf(state, vm);
  if (care === 'release') return state.quarantine.has(vm) ? undefined : `${name} is not in quarantine.`;
  return state.incidents.has(vm) ? undefined : `${name} has no open incident.`;
}
