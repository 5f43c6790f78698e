import { countedClaims, day } from '../claims.ts';
import type { Guard } from '../guard.ts';

export const perVm: Guard = {
  id: 'per-vm',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const claims = countedClaims(state, at - day, vm.id);
    const freed = claims.at(-state.settings.perVm);
    if (!freed) return undefined;
    const hours = Math.max(1, Math.round((freed.at + day - at) / 3_600_000));
    return `it was healed ${claims.length} times in 24 hours: a person should look; by itself again in ${hours} h`;
  },
};
