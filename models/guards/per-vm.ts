import { countedClaims, day } from '../claims.ts';
import type { Guard } from '../guard.ts';

export const perVm: Guard = {
  id: 'per-vm',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const count = countedClaims(state, at - day, vm.id).length;
    return count >= state.settings.perVm ? `it was healed ${count} times in 24 hours: a person should look` : undefined;
  },
};
