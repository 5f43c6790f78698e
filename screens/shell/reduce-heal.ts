import { chosenOf, injectionUnder, targetOf } from '../alarm-rows.ts';
import { activeInjection, allIncidents, isUnderWay, nameOf } from '../select.ts';
import { askConfirm, pickAction } from './dialog.ts';
import type { Step } from './reduce.ts';
import type { Context, View } from './view.ts';

/** The question before the plan under the cursor is sent. */
export function confirming(view: View, { state }: Context): View {
  const incident = chosenOf(allIncidents(state), view);
  const dialog = incident && !incident.closedAt && !isUnderWay(incident) && askConfirm(state, incident);
  if (dialog) return { ...view, dialog };
  return { ...view, notice: incident ? `Nothing to confirm: ${incident.words}` : 'Nothing to confirm: no incident.' };
}

/** The VM's plan to be confirmed; where it has none, the choice of an action. */
export function healing(view: View, id: string, { state }: Context): View {
  const vm = state.vms.get(id);
  const incident = state.incidents.get(id);
  if (!vm) return { ...view, notice: 'There is no such VM any more.' };
  if (incident && isUnderWay(incident))
    return { ...view, notice: `A heal of ${nameOf(state, id)} is already under way.` };
  return { ...view, dialog: (incident && askConfirm(state, incident)) ?? pickAction(state, vm) };
}

/** The fault under the cursor is taken out. */
export function undone(view: View, { state }: Context): Step {
  const vm = targetOf(view, state);
  const injection = view.screen === 'faults' ? injectionUnder(view, state) : vm && activeInjection(state, vm);
  if (!injection) return { view: { ...view, notice: 'There is no fault of ours to undo here.' } };
  return { view, command: { type: 'revert', id: injection.id, vmName: injection.vmName } };
}
