import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** When a host fails no VM on it is rebooted; to bring one away helps. */
export const host: Guard = {
  id: 'host',
  check: ({ vm, action, state }) => {
    const trouble = state.hosts.get(vm.host);
    return trouble && !actionById(action).moves ? `it is its host that fails: ${trouble.words}` : undefined;
  },
};
