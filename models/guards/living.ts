import type { Guard } from '../guard.ts';
import { signOfLife } from '../living.ts';

/** Living evidence beats Nova's label: only a person, who was warned, may act on what may well live. */
export const living: Guard = {
  id: 'living',
  person: 'spares',
  check: ({ vm, at, state }) => signOfLife(vm, state, at)?.concat('; a person has to decide'),
};
