import { columnOf } from '../../metrics/index.ts';
import { type Aspect, share, squash } from '../aspect.ts';
import { range, run } from '../trend.ts';
import type { Window } from '../window.ts';

const column = columnOf.cpu;

/** Busier or quieter than it used to be, pinned at the ceiling, or without the small movements of a living guest. */
export const cpu: Aspect = {
  id: 'cpu',
  features: ['level', 'pinned', 'unusual', 'overMax', 'fall', 'still'],
  measure(window, out, first) {
    const now = window.now(column);
    if (Number.isNaN(now)) return;
    out[first] = share(now / 100);
    out[first + 1] = share((run(window, column, 92) * window.granularity) / 300);
    const past = window.past(column);
    if (!past.known) return;
    const spread = past.high - past.low;
    out[first + 2] = squash((now - past.median) / (20 + 1.5 * spread));
    out[first + 3] = Math.max(-1, Math.min(1, (now - past.max) / 50));
    out[first + 4] = share(1 - (now + 0.05) / (past.median + 0.05));
    out[first + 5] = stillness(window);
  },
  words(window) {
    const now = window.now(column);
    const { known, median } = window.past(column);
    if (Number.isNaN(now)) return undefined;
    if (now < median + 5 && stillness(window) > 0.5) return `CPU stands still at ${now.toFixed(1)} %, usually it moves`;
    if (!known || Math.abs(now - median) < 5) return now > 85 ? `CPU ${now.toFixed(0)} %` : undefined;
    return `CPU ${now.toFixed(0)} % against its usual ${median.toFixed(0)} %`;
  },
};

/** 1 when the last two minutes hardly move although the VM's past does. */
function stillness(window: Window): number {
  const past = window.past(column);
  const spread = past.high - past.low;
  if (!past.known || spread < 0.1) return 0;
  return share(1 - range(window, column, 90, 4) / (0.25 * spread));
}
