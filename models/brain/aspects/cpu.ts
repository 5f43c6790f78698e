import { type Aspect, share, squash } from '../aspect.ts';
import { shift, work } from '../shift.ts';
import { sideOf } from '../track/layout.ts';
import type { Window } from '../window.ts';

const side = sideOf.cpu;

/**
 * Busier or quieter than it used to be, pinned at the ceiling with or without the traffic that honest work brings, or
 * without the small movements of a living guest.
 */
export const cpu: Aspect = {
  id: 'cpu',
  features: ['level', 'pinned', 'pinnedIdly', 'unusual', 'sudden', 'overMax', 'fall', 'still', 'restless'],
  measure(window, out, first) {
    const now = window.now(side);
    if (Number.isNaN(now)) return;
    const pinned = share(window.lasting('pinned') / 300);
    out[first] = share(now / 100);
    out[first + 1] = pinned;
    if (pinned) out[first + 2] = pinned * (1 - work(window));
    out[first + 4] = squash((now - window.lately(side)) / (15 + 2 * window.deviation(side)));
    const usual = window.usual(side);
    if (!usual) return;
    out[first + 3] = shift(window, 'cpu') || 0;
    out[first + 5] = Math.max(-1, Math.min(1, (now - usual.max) / 50));
    out[first + 6] = share(1 - (now + 0.05) / (Math.max(0, usual.level) + 0.05));
    out[first + 7] = stillness(window);
    out[first + 8] = squash(Math.log((window.movement(side) + 0.1) / (usual.movement + 0.1)) / 2);
  },
  words(window) {
    const now = window.now(side);
    if (Number.isNaN(now)) return undefined;
    const level = window.usual(side)?.level;
    if (level !== undefined && now < level + 5 && stillness(window) > 0.5) {
      return `CPU stands still at ${now.toFixed(1)} %, usually it moves`;
    }
    if (level === undefined || Math.abs(now - level) < 5) return now > 85 ? `CPU ${now.toFixed(0)} %` : undefined;
    return `CPU ${now.toFixed(0)} % against its usual ${level.toFixed(0)} %`;
  },
};

/** 1 when the last minute hardly moves although the VM usually does. */
function stillness(window: Window): number {
  const usual = window.usual(side)?.movement ?? 0;
  return usual < 0.05 ? 0 : share(1 - window.movement(side) / (0.3 * usual));
}
