import type { Guard } from '../guard.ts';
import { snoozeAt } from '../incidents.ts';

/** A person has taken the incident over, or wants to be left in peace for a while. */
export const attention: Guard = {
  id: 'attention',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const incident = state.incidents.get(vm.id);
    if (incident?.acknowledged) return `${incident.acknowledged.who} has taken it over, until it is given back`;
    const snoozed = snoozeAt(incident, at);
    return snoozed && `${snoozed.who} has put it off for ${Math.ceil((snoozed.until - at) / 60_000)} min more`;
  },
};
