import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** What the cloud would refuse anyway. */
export const state: Guard = {
  id: 'state',
  check: ({ vm, action }) => actionById(action).refuses(vm)?.concat('; until that is another'),
};
