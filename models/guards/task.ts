import { condition } from '../condition.ts';
import type { Guard } from '../guard.ts';

/** A VM whose task never ends in ERROR still has a task: the words of the status would hide it. */
export const task: Guard = {
  id: 'task',
  check: ({ vm }) => {
    const { kind, words } = condition(vm);
    if (kind === 'changing') return `${words}: until Nova is done`;
    return vm.taskState ? `${vm.taskState} is under way: until Nova is done` : undefined;
  },
};
