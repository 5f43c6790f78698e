import type { Guard } from '../guard.ts';
import { attemptsUnderWay } from '../incidents.ts';

export const concurrent: Guard = {
  id: 'concurrent',
  check: ({ vm, state }) => {
    const others = attemptsUnderWay(state).filter((attempt) => attempt.vm !== vm.id).length;
    return others >= state.settings.concurrent ? `${others} other heals are under way` : undefined;
  },
};
