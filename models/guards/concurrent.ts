import type { Guard } from '../guard.ts';
import { countOf } from '../heal-settings.ts';
import { places } from '../incidents.ts';

export const concurrent: Guard = {
  id: 'concurrent',
  check: ({ vm, at, state }) => {
    const others = new Set(places(state, at).flatMap((one) => (one.vm === vm.id ? [] : [one.vm])));
    return others.size >= countOf(state.settings.concurrent, state.vms.size)
      ? `${others.size} other heals are under way: until one is over`
      : undefined;
  },
};
