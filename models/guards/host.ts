import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** When a host fails no VM on it is rebooted; to bring one away helps. */
export const host: Guard = {
  id: 'host',
  person: 'warns',
  check: ({ vm, action, state, at }) => {
    const trouble = state.hosts.get(vm.host);
    if (!trouble || actionById(action).moves) return undefined;
    const { brakeCooldown } = state.settings;
    const left = brakeCooldown - (at - (trouble.calmSince ?? at)) / 1000;
    const more = trouble.calmSince === undefined ? '' : ' more';
    return `it is its host that fails: ${trouble.words}; until that is well for ${Math.max(1, Math.ceil(left))} s${more}`;
  },
};
