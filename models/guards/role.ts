import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';
import { isAdmin } from '../routes.ts';

/** Told beforehand, rather than by Nova's 403. A cloud that tells no roles is asked. */
export const role: Guard = {
  id: 'role',
  check: ({ action, state }) => {
    const { needs, title } = actionById(action);
    if (needs !== 'admin' || !state.cloud?.roles.length || isAdmin(state)) return undefined;
    return `${title} needs the role admin; ${state.cloud.user} has ${state.cloud.roles.join(', ')}, until it is given`;
  },
};
