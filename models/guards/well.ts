import type { Guard } from '../guard.ts';

/** The newest samples look well: nobody is rebooted for what is over, unless a person asked for it. */
export const well: Guard = {
  id: 'well',
  check: ({ vm, state }) => {
    const probability = state.verdicts.get(vm.id)?.probability;
    if (state.incidents.get(vm.id)?.asked || probability === undefined) return undefined;
    return probability < state.model.thresholds.clear
      ? 'its newest samples look well: nothing is done until they do not'
      : undefined;
  },
};
