import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** In auto mode: an action that is set to confirm waits for a yes all the same. */
export const ask: Guard = {
  id: 'ask',
  person: 'spares',
  check: ({ state: { mode, settings }, action }) =>
    mode === 'auto' && settings.modes[action] === 'confirm'
      ? `${actionById(action).title} is set to confirm: it waits for a yes`
      : undefined,
};
