import type { Aspect } from '../aspect.ts';
import type { Company } from '../fleet.ts';
import { compared, shift, titles } from '../shift.ts';
import type { Window } from '../window.ts';

/** What the VM does otherwise than those beside it: what all do at once is a busy hour, or their host's trouble. */
function company(id: Company, others: (window: Window) => string): Aspect {
  return {
    id,
    features: compared,
    measure({ fleet, slot }, out, first) {
      if (!fleet) return;
      for (let i = 0; i < compared.length; i++) out[first + i] = fleet.apart(slot, id, compared[i]!);
    },
    words(window) {
      const { fleet, slot } = window;
      if (!fleet) return undefined;
      const [most] = compared
        .map((one) => ({ one, apart: fleet.apart(slot, id, one) }))
        .sort((a, b) => Math.abs(b.apart) - Math.abs(a.apart));
      if (!most || Math.abs(most.apart) < 0.15 || shift(window, most.one) * most.apart <= 0) return undefined;
      return `${titles[most.one]} ${most.apart > 0 ? 'above' : 'below'} its usual, unlike ${others(window)}`;
    },
  };
}

export const host = company('host', ({ vm }) => `its neighbours on ${vm.host}`);
export const flavor = company('flavor', ({ vm }) => `the others of flavor ${vm.flavor}`);
