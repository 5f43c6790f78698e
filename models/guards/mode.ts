import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** Read-only, observe: for everybody. */
export const mode: Guard = {
  id: 'mode',
  check: ({ state: { readOnly, mode, settings }, action }) => {
    if (readOnly) return 'this console is read-only until it is started without that';
    if (mode === 'observe') return 'the mode is observe: nothing is done until it is changed';
    if (settings.modes[action] !== 'observe') return undefined;
    return `${actionById(action).title} is set to observe: it is not done until the setting "modes" is changed`;
  },
};
