import { type Aspect, squash } from '../aspect.ts';
import { sideOf } from '../track/layout.ts';
import type { Window } from '../window.ts';

const { drops, packetErrors } = sideOf;

/** What should not happen at all: packets lost or broken, and new errors that Nova or the guest's console tells of. */
export const trouble: Aspect = {
  id: 'trouble',
  features: ['drops', 'packetErrors', 'newErrors'],
  measure(window, out, first) {
    out[first] = squash(excess(window, drops) / 20);
    out[first + 1] = squash(excess(window, packetErrors) / 20);
    out[first + 2] = squash(window.newErrors / 2);
  },
  words(window) {
    const fresh = Math.round(window.newErrors);
    if (fresh > 0) return `${fresh} new ${fresh === 1 ? 'error' : 'errors'} in ten minutes`;
    const [lost, broken] = [excess(window, drops), excess(window, packetErrors)];
    if (Math.max(lost, broken) < 1) return undefined;
    return lost >= broken ? `${lost.toFixed(0)} packets/s dropped` : `${broken.toFixed(0)} packet errors/s`;
  },
};

/** Over what is usual at most, where that is known. */
function excess(window: Window, side: number): number {
  const now = window.now(side);
  return now > 0 ? Math.max(0, now - (window.usual(side)?.high ?? 0)) : 0;
}
