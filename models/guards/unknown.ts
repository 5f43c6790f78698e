import { condition } from '../condition.ts';
import type { Guard } from '../guard.ts';

/** Nothing is done to a VM of which Nova tells nothing: a person may be at it, and nobody would see what the deed brings. */
export const unknown: Guard = {
  id: 'unknown',
  check: ({ vm }) => {
    const { kind, words } = condition(vm);
    return kind === 'unknown' ? `${words}; nothing is done until it is known` : undefined;
  },
};
