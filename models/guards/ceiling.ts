import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** Auto mode climbs so far and no further by itself; what destroys is never done by itself. */
export const ceiling: Guard = {
  id: 'ceiling',
  person: 'spares',
  check: ({ state, action }) => {
    const { rung, destroys, title } = actionById(action);
    if (state.mode !== 'auto' || (rung <= state.settings.ceiling && !destroys)) return undefined;
    return `${title} is rung ${rung}, above what is done without asking: a person has to confirm it`;
  },
};
