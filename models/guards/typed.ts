import { actionById } from '../actions/index.ts';
import type { Guard } from '../guard.ts';

/** What destroys wants the VM's name typed, so that nobody destroys the wrong one. */
export const typed: Guard = {
  id: 'typed',
  person: 'answers',
  check: ({ vm, action, person }) => {
    const { destroys, title } = actionById(action);
    const name = vm.name || vm.id;
    return destroys && person?.typed !== name
      ? `${title} destroys: the VM's name, ${name}, has to be typed`
      : undefined;
  },
};
