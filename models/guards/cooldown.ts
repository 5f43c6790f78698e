import type { Guard } from '../guard.ts';

/** Between two incidents of a VM; within one the ladder may be climbed. */
export const cooldown: Guard = {
  id: 'cooldown',
  check: ({ vm, at, state }) => {
    const open = state.incidents.get(vm.id)?.id;
    const last = state.claims.findLast((claim) => claim.vm === vm.id && claim.incident !== open && claim.at <= at);
    const since = at - (last?.at ?? Number.NEGATIVE_INFINITY);
    const left = Math.ceil(state.settings.cooldown - since / 1000);
    return left > 0 ? `it was healed ${Math.round(since / 1000)} s ago; cooldown for ${left} s more` : undefined;
  },
};
