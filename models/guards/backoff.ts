import { countedClaims, day } from '../claims.ts';
import type { Guard } from '../guard.ts';

/** One, two, four … minutes after the first, second, third heal of a day. */
export const backoff: Guard = {
  id: 'backoff',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const claims = countedClaims(state, at - day, vm.id);
    const last = claims.at(-1);
    if (!last) return undefined;
    const left = Math.ceil(state.settings.backoff * 2 ** (claims.length - 1) - (at - last.at) / 1000);
    return left > 0 ? `heal number ${claims.length + 1} of the day waits ${left} s more` : undefined;
  },
};
