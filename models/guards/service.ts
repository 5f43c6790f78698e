import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';
import { obstacle } from '../routes.ts';

/** What only one service can do waits for that service. */
export const service: Guard = {
  id: 'service',
  check: ({ action, state }) => {
    const { routes } = actionById(action);
    return routes.length === 1 ? obstacle(routes[0]!, state)?.concat(', until it does') : undefined;
  },
};
