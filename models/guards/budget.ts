import { countedClaims } from '../claims.ts';
import type { Guard } from '../guard.ts';
import { countOf } from '../heal-settings.ts';

/** So many heals of the whole fleet in a window, however many VMs are sick. */
export const budget: Guard = {
  id: 'budget',
  check: ({ at, state }) => {
    const { budget: most, budgetWindow } = state.settings;
    const recent = countedClaims(state, at - budgetWindow * 1000);
    const freed = recent.at(-countOf(most, state.vms.size));
    if (!freed) return undefined;
    const left = Math.ceil(budgetWindow - (at - freed.at) / 1000);
    return `${recent.length} heals in the last ${Math.round(budgetWindow / 60)} min: the next one in ${left} s`;
  },
};
