import type { Guard } from '../guard.ts';

/** Seconds until an action that the cloud refused is tried again. */
const retryAfter = 60;

/** The cloud said no a moment ago: asking it again at once would bring the same answer. */
export const refused: Guard = {
  id: 'refused',
  check: ({ vm, at, state }) => {
    const last = state.incidents.get(vm.id)?.attempts.at(-1);
    if (last?.outcome !== 'refused') return undefined;
    const left = Math.ceil(retryAfter - (at - last.claimedAt) / 1000);
    return left > 0 ? `it was refused: ${last.words}; asked again in ${left} s` : undefined;
  },
};
