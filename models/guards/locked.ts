import { lockingClaim } from '../claims.ts';
import type { Guard } from '../guard.ts';

/** Anybody's lock, our own among them: that is taken off first, and what seems to be ours may be somebody else's. */
export const locked: Guard = {
  id: 'locked',
  check: ({ vm, state }) => {
    if (!vm.locked) return undefined;
    if (lockingClaim(state, vm)) return 'our lock for an earlier heal is on it, until it is taken off in a moment';
    return `it is locked${vm.lockedReason ? `: ${vm.lockedReason}` : ''}, until somebody unlocks it`;
  },
};
