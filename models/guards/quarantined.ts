import type { Guard } from '../guard.ts';

/** Given up on: a person has to lift that first. */
export const quarantined: Guard = {
  id: 'quarantined',
  check: ({ vm, state }) => {
    const found = state.quarantine.get(vm.id);
    return found ? `it is in quarantine until somebody releases it: ${found.words}` : undefined;
  },
};
