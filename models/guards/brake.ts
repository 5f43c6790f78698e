import { calmFor, storm } from '../brake.ts';
import type { Guard } from '../guard.ts';

/** Between two polls a person may have begun what makes it a storm: then it is counted anew. */
export const brake: Guard = {
  id: 'brake',
  person: 'warns',
  check: ({ state, person, at }) => {
    const words = state.brake?.words ?? (person && storm(state));
    return words && `the brake is on: ${words}; until ${calmFor(state, at)}`;
  },
};
