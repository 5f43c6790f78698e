import { columnOf } from '../../metrics/index.ts';
import { type Aspect, duration, share, squash } from '../aspect.ts';
import { type Trend, trend } from '../trend.ts';
import type { Window } from '../window.ts';

/** What can run full: how full, how fast it rises, how steadily, and how soon it is full at that pace. `worthTelling`: a step in per cent that words mention. */
function filling(id: 'memory' | 'disk', title: string, worthTelling: number): Aspect {
  const column = columnOf[id];
  return {
    id,
    features: ['level', 'high', 'rise2', 'rise5', 'rise15', 'exhaustion', 'news'],
    measure(window, out, first) {
      const now = window.now(column);
      if (Number.isNaN(now)) return;
      const lines = trends(window, column);
      out[first] = share(now / 100);
      out[first + 1] = share((now - 80) / 20);
      lines.forEach(({ slope, fit }, index) => {
        out[first + 2 + index] = squash((slope * fit) / 2);
      });
      out[first + 5] = 1 / (1 + minutesToFull(window, column) / 10);
      const past = window.past(column);
      if (past.known) out[first + 6] = squash((now - past.median) / 15);
    },
    words(window) {
      const now = window.now(column);
      if (Number.isNaN(now)) return undefined;
      const minutes = minutesToFull(window, column);
      if (minutes === 0) return `${title} full (${now.toFixed(0)} %)`;
      const pace = (100 - now) / minutes;
      if (pace >= 0.3 && minutes < 120) {
        return `${title} ${now.toFixed(0)} %, rising ${pace.toFixed(1)} %/min, full in ${duration(minutes * 60)}`;
      }
      const { known, median } = window.past(column);
      if (known && Math.abs(now - median) >= worthTelling) {
        return `${title} ${now.toFixed(0)} % against its usual ${median.toFixed(0)} %`;
      }
      return now > 85 ? `${title} ${now.toFixed(0)} %` : undefined;
    },
  };
}

export const memory = filling('memory', 'memory', 5);
export const disk = filling('disk', 'disk', 2);

/**
 * Minutes until a column of per cents is full at its pace; Infinity without a clear trend. The last two minutes decide
 * where they are clear; a longer trend only while the shorter one goes on rising, since a step that is over shows in it.
 */
export function minutesToFull(window: Window, column: number): number {
  const now = window.now(column);
  if (Number.isNaN(now)) return Number.POSITIVE_INFINITY;
  if (now >= 99.5) return 0;
  const [two, five, fifteen] = trends(window, column);
  const pace =
    two.slope > 0.5 && two.fit > 0.85
      ? two.slope
      : carriedOn(two, five)
        ? five.slope
        : carriedOn(five, fifteen)
          ? fifteen.slope
          : 0;
  return pace > 0 ? (100 - now) / pace : Number.POSITIVE_INFINITY;
}

function carriedOn(short: Trend, long: Trend): boolean {
  return long.slope > 0.05 && long.fit > 0.5 && short.slope > 0.3 * long.slope;
}

/** Over two, five and fifteen minutes. */
function trends(window: Window, column: number): [Trend, Trend, Trend] {
  return [trend(window, column, 120, 5), trend(window, column, 300, 6), trend(window, column, 900, 12)];
}
