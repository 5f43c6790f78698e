import type { Guard } from '../guard.ts';

/** A person has taken the incident over, or wants to be left in peace for a while. */
export const attention: Guard = {
  id: 'attention',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const { acknowledged, snoozed } = state.incidents.get(vm.id) ?? {};
    if (acknowledged) return `${acknowledged.who} has taken it over`;
    if (!snoozed || snoozed.until <= at) return undefined;
    return `${snoozed.who} has put it off for ${Math.ceil((snoozed.until - at) / 60_000)} min more`;
  },
};
