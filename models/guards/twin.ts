import type { Guard } from '../guard.ts';

/** Of two records with one id one is a ghost's: what is done might be done to the other. */
export const twin: Guard = {
  id: 'twin',
  person: 'spares',
  check: ({ vm }) => vm.twin?.concat('; until one of them is gone'),
};
