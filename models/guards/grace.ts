import type { Guard } from '../guard.ts';

/** A VM that was made a moment ago is given time to come up. */
export const grace: Guard = {
  id: 'grace',
  person: 'spares',
  check: ({ vm, at, state }) => {
    const born = Math.max(vm.createdAt || 0, vm.launchedAt ?? 0);
    const left = Math.ceil(state.settings.grace - (at - born) / 1000);
    return left > 0 && left <= state.settings.grace ? `it was made a moment ago: ${left} s more to settle` : undefined;
  },
};
