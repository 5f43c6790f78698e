import { ourLock } from '../claims.ts';
import type { Guard } from '../guard.ts';

/** Somebody's lock. Our own, left from a heal, is no reason; that of another cloud-medic is. */
export const locked: Guard = {
  id: 'locked',
  check: ({ vm, state }) => {
    if (!vm.locked || ourLock(state, vm)) return undefined;
    return vm.lockedReason ? `it is locked: ${vm.lockedReason}` : 'it is locked';
  },
};
