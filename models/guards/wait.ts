import { faultById } from '../faults/index.ts';
import type { Guard } from '../guard.ts';

/** Rung 1: what may pass by itself is given time. */
export const wait: Guard = {
  id: 'wait',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const incident = state.incidents.get(vm.id);
    if (state.mode !== 'auto' || !incident?.diagnosis || incident.asked) return undefined;
    const { wait: seconds = 0 } = faultById(incident.diagnosis);
    const left = Math.ceil(seconds - (at - incident.openedAt) / 1000);
    return left > 0 ? `it may pass by itself; waiting ${left} s more` : undefined;
  },
};
