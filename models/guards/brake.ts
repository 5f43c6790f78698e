import { storm } from '../brake.ts';
import type { Guard } from '../guard.ts';

/** Between two polls a person may have begun what makes it a storm: then it is counted anew. */
export const brake: Guard = {
  id: 'brake',
  check: ({ state, person }) => {
    const words = state.brake?.words ?? (person && storm(state));
    return words && `the brake is on: ${words}`;
  },
};
