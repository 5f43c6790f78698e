import { alarmRows, chosenOf, targetOf } from '../alarm-rows.ts';
import { onlyHost } from '../fleet-filter.ts';
import { inSight } from '../fleet-lines.ts';
import { activeInjections, allIncidents, isUnderWay, nameOf } from '../select.ts';
import { drawn, typedAt, unread } from './asked.ts';
import { askConfirm, askQuit, modes } from './dialog.ts';
import { askSave } from './dialog-save.ts';
import { back, toLast, travelled } from './history.ts';
import { neighbourOf } from './neighbour.ts';
import { cared, halted } from './reduce-care.ts';
import { reduceDialog } from './reduce-dialog.ts';
import { fleetKey, followed, resorted, shownWhole, typed, unmarked } from './reduce-fleet.ts';
import { confirming, healing, undone } from './reduce-heal.ts';
import { searched } from './reduce-help.ts';
import { journaled, withOlder } from './reduce-journal.ts';
import { reduceOwn } from './reduce-own.ts';
import { openPalette, reducePalette } from './reduce-palette.ts';
import { entered } from './reduce-show.ts';
import { onlyNow, timed } from './reduce-time.ts';
import { answeredVm, asked, opened, pressedVm, scrolled } from './reduce-vm.ts';
import { restored } from './saved-views.ts';
import { bodyRows, type Command, type Context, fleetRows, type Intent, type View } from './view.ts';

export type Step = { readonly view: View; readonly command?: Command };

/** Milliseconds after a key during which the fleet is not sorted anew. */
export const holdFor = 5000;

/** The console's state machine: no React, no clock, no calls. A command is for the caller to carry out. */
export function reduce(view: View, intent: Intent, context: Context): Step {
  const step = onlyNow(view, answer(view, intent, context), context);
  return entered(view, { ...step, view: unread(view, pinned(travelled(view, step.view), context)) });
}

/** Who hears the cursor's row means that VM from then on, whichever is the first one later. */
function pinned(view: View, { spoken }: Context): View {
  if (!spoken || view.selected !== undefined || !view.order.length) return view;
  return { ...view, selected: view.order[0] };
}

function answer(view: View, intent: Intent, context: Context): Step {
  switch (intent.type) {
    case 'state-changed':
      return asked(answered(followed(view, context), context), context);
    case 'resized':
      return { view: inSight(view, context.state, context.size) };
    case 'say':
      return { view: { ...view, notice: intent.words } };
    case 'models-read':
      return { view: { ...view, models: intent.models } };
    case 'arrived': {
      const notice = intent.words ?? view.notice;
      return { view: followed({ ...view, moment: intent.moment, heldUntil: 0, notice }, context) };
    }
    case 'since':
      return { view: view.moment ? { ...view, moment: { ...view.moment, since: intent.count } } : view };
    case 'journal-read':
      return { view: withOlder(view, intent.entries) };
    case 'log-read':
    case 'actions-read':
    case 'server-read':
      return { view: answeredVm(view, intent, context) };
    case 'drawn':
      return { view: drawn(view, context.now) };
    case 'hidden':
      return { view: { ...view, standsSince: undefined } };
    case 'pasted':
      return { view: { ...typedAt(view, context.now), notice: 'That looks like pasted text: no key was taken.' } };
    case 'quit-now':
      return { view, command: { type: 'quit' } };
  }
  const touched = { ...view, heldUntil: context.now + holdFor, notice: undefined, awaited: undefined };
  if (intent.type === 'halt') return halted(touched, context);
  if (intent.type === 'read') return { view: { ...touched, read: view.read + 1 } };
  if (touched.dialog) return unmarked(reduceDialog(touched, touched.dialog, intent, context));
  if (touched.palette) {
    const { view: after, next } = reducePalette(touched, touched.palette, intent, context);
    return next ? answer(after, next, context) : { view: after };
  }
  const helped = searched(touched, intent);
  if (helped) return { view: helped };
  const step = journaled(touched, intent, context) ?? timed(touched, intent);
  if (step) return step;
  return touched.typing ? typed(touched, intent, context) : pressed(touched, intent, context);
}

function pressed(view: View, intent: Intent, context: Context): Step {
  const { state } = context;
  const vm = targetOf(view, state);
  switch (intent.type) {
    case 'go':
      return intent.screen === 'vm' ? opened(view, context) : { view: { ...view, screen: intent.screen, scroll: 0 } };
    case 'back':
      if (view.screen === 'fleet') return { view: shownWhole(view, context) };
      return { view: back(view) ?? { ...view, screen: 'fleet', scroll: 0 } };
    case 'last':
      return { view: toLast(view) ?? view };
    case 'palette':
      return { view: openPalette(view, context) };
    case 'open-vm':
      return opened(view, context, intent.vm);
    case 'only-host':
      return { view: resorted({ ...view, screen: 'fleet', filter: onlyHost(intent.host) }, context) };
    case 'view': {
      const saved = context.settings.views[intent.name];
      return { view: saved ? resorted(restored(view, saved), context) : view };
    }
    case 'enter':
      if (view.screen === 'fleet') return opened(view, context);
      if (view.screen === 'alarms') return { view: { ...view, screen: 'healing', scroll: 0 } };
      return view.screen === 'healing' ? { view: confirming(view, context) } : { view };
    case 'move':
      return { view: moved(view, intent.by, context) };
    case 'page':
      if (view.screen === 'alarms' || view.screen === 'healing')
        return { view: { ...view, scroll: scrolled(view, view.scroll + intent.by * storyPage(context), context) } };
      return { view: moved(view, intent.by * (pageOf(view, context) - 1), context) };
    case 'jump':
    case 'end':
      return { view: moved(view, intent.type === 'jump' && intent.to === 'top' ? -1e9 : 1e9, context) };
    case 'side':
    case 'pane':
    case 'log':
    case 'json':
    case 'zoom':
    case 'copy':
    case 'log-in':
      return pressedVm(view, intent, context);
    case 'mode':
      return { view: { ...view, dialog: { kind: 'mode', index: modes.findIndex(([mode]) => mode === state.mode) } } };
    case 'inject':
      if (!vm) return { view };
      return { view: { ...view, dialog: { kind: 'fault', vm, vmName: nameOf(state, vm), fault: 0, time: 3 } } };
    case 'undo':
      return undone(view, context);
    case 'save':
      return { view: { ...view, dialog: askSave } };
    case 'acknowledge':
    case 'snooze':
    case 'maintenance':
    case 'release':
      return { view: cared(view, intent.type, context) };
    case 'heal':
      return { view: vm ? healing(view, vm, context) : view };
    case 'quit': {
      const underWay = [...state.incidents.values()].filter(isUnderWay).length;
      return underWay ? { view: { ...view, dialog: askQuit(underWay) } } : { view, command: { type: 'quit' } };
    }
    default:
      return reduceOwn(view, intent, context) ?? { view: fleetKey(view, intent, context) };
  }
}

/** The plan that was asked for has come: its dialog opens; or there is none, and the incident says why. */
function answered(view: View, { state }: Context): View {
  const incident = view.awaited && !view.dialog ? state.incidents.get(view.awaited) : undefined;
  if (!incident || isUnderWay(incident)) return view;
  const dialog = askConfirm(state, incident);
  return { ...view, awaited: undefined, dialog, notice: dialog ? undefined : incident.words };
}

function moved(view: View, by: number, context: Context): View {
  const { state } = context;
  switch (view.screen) {
    case 'fleet':
      return inSight({ ...view, selected: neighbourOf(view.order, view.selected, by) }, state, context.size);
    case 'alarms':
    case 'healing': {
      const rows: readonly { readonly id: string }[] =
        view.screen === 'alarms' ? alarmRows(state) : allIncidents(state);
      const ids = rows.map(({ id }) => id);
      return { ...view, scroll: 0, incident: neighbourOf(ids, chosenOf(rows, view)?.id, by) };
    }
    case 'faults':
      return {
        ...view,
        injection: neighbourOf(
          activeInjections(state).map(({ id }) => id),
          view.injection,
          by,
        ),
      };
    default:
      return { ...view, scroll: scrolled(view, view.scroll + by, context) };
  }
}

const storyPage = ({ size }: Context) => Math.max(1, Math.floor(bodyRows(size) / 3));

const pageOf = (view: View, { size }: Context) =>
  view.screen === 'fleet' ? fleetRows(size) : Math.ceil(bodyRows(size) / 2);
