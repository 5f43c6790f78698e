import { brokenByNova } from '../condition.ts';
import { openMove } from '../deeds.ts';
import type { Guard } from '../guard.ts';

/** A VM that a move left off, or in ERROR, may run on the other host: brought up here as well, two guests write to one disk. */
export const elsewhere: Guard = {
  id: 'elsewhere',
  person: 'spares',
  check: ({ vm }) => {
    if (!brokenByNova(vm)) return undefined;
    const move = openMove(vm);
    if (move) {
      const state = move.message === 'Error' ? 'failed' : 'is not known to be over';
      return `its ${move.action} ${state}: the guest may run on another host, so a person has to decide`;
    }
    return vm.lastAction
      ? undefined
      : 'Nova has not told what was done to it last: it may run on another host, so nothing is done until Nova does';
  },
};
