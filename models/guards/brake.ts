import type { Guard } from '../guard.ts';

export const brake: Guard = {
  id: 'brake',
  check: ({ state }) => (state.brake ? `the brake is on: ${state.brake.words}` : undefined),
};
