import type { Guard } from '../guard.ts';

/** Another cloud-medic on the same journal has claimed the VM. */
export const taken: Guard = {
  id: 'taken',
  check: ({ vm, at, state }) => {
    const barred = state.incidents.get(vm.id)?.barred;
    return barred && barred.until > at ? barred.words : undefined;
  },
};
