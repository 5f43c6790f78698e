import type { Guard } from '../guard.ts';

/** What is not told is not so: a VM whose lock nobody can see is not taken for free. */
export const untold: Guard = {
  id: 'untold',
  person: 'spares',
  check: ({ vm: { untold: gap } }) =>
    gap &&
    `Nova does not tell ${gap.things.join(', ')} at microversion ${gap.microversion}: whether it may be touched is not known until it does`,
};
