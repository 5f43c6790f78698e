import { columnOf } from '../../metrics/index.ts';
import { type Aspect, duration, share, squash } from '../aspect.ts';
import { type Trend, trend } from '../trend.ts';
import type { Window } from '../window.ts';

/** What can run full: how full, how fast it rises, how steadily, and how soon it is full at that pace. */
function filling(id: 'memory' | 'disk', title: string): Aspect {
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
      const { known, median } = window.past(column);
      if (minutes < 240) {
        const pace = ((100 - now) / minutes).toFixed(1);
        return minutes > 0
          ? `${title} ${now.toFixed(0)} %, rising ${pace} %/min, full in ${duration(minutes * 60)}`
          : `${title} full (${now.toFixed(0)} %)`;
      }
      if (known && Math.abs(now - median) >= 5)
        return `${title} ${now.toFixed(0)} % against its usual ${median.toFixed(0)} %`;
      return now > 85 ? `${title} ${now.toFixed(0)} %` : undefined;
    },
  };
}

export const memory = filling('memory', 'memory');
export const disk = filling('disk', 'disk');

/**
 * Minutes until a column of per cents is full at its pace; Infinity without a clear trend. A step that is over shows in
 * the longer trend only, so the shorter one has to go on rising too.
 */
export function minutesToFull(window: Window, column: number): number {
  const now = window.now(column);
  if (Number.isNaN(now)) return Number.POSITIVE_INFINITY;
  if (now >= 99.5) return 0;
  const lines = trends(window, column);
  for (const [short, long] of [lines, lines.slice(1)] as [Trend, Trend][]) {
    if (long.slope > 0.05 && long.fit > 0.5 && short.slope > 0.3 * long.slope) return (100 - now) / long.slope;
  }
  return Number.POSITIVE_INFINITY;
}

/** Over two, five and fifteen minutes. */
function trends(window: Window, column: number): [Trend, Trend, Trend] {
  return [trend(window, column, 120, 5), trend(window, column, 300, 6), trend(window, column, 900, 12)];
}
