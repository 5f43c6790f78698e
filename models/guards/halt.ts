import type { Guard } from '../guard.ts';

/** The kill switch. */
export const halt: Guard = {
  id: 'halt',
  person: 'spares',
  check: ({ state: { mode, halted } }) =>
    mode === 'auto' && halted
      ? `auto was stopped by ${halted.who}: nothing is done by itself until somebody lets it go on`
      : undefined,
};
