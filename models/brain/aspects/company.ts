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
      fleet?.apart(slot, id, out, first);
    },
    words(window) {
      const { fleet, slot } = window;
      if (!fleet) return undefined;
      const apart = new Float32Array(compared.length);
      fleet.apart(slot, id, apart, 0);
      const most = compared.reduce((best, _, i) => (Math.abs(apart[i]!) > Math.abs(apart[best]!) ? i : best), 0);
      const far = apart[most]!;
      const own = shift(window, compared[most]!);
      if (Math.abs(far) < 0.15 || !(own * far > 0)) return undefined;
      return `${titles[compared[most]!]} ${far > 0 ? 'above' : 'below'} its usual, unlike ${others(window)}`;
    },
  };
}

export const host = company('host', ({ vm }) => `its neighbours on ${vm.host}`);
export const flavor = company('flavor', ({ vm }) => `the others of flavor ${vm.flavor}`);
