import { type Aspect, duration, share, squash } from '../aspect.ts';
import { exhaustion, nothing } from '../exhaustion.ts';
import { sideOf } from '../track/layout.ts';
import type { Speed } from '../window.ts';

const speeds: readonly Speed[] = [0, 1, 2];
const soon = { ...nothing };

/** What can run full: how full, how fast it rises, how steadily, and how soon it is full at that pace. `worthTelling`: a step in per cent that words mention. */
function filling(id: 'memory' | 'disk', title: string, worthTelling: number): Aspect {
  const side = sideOf[id];
  return {
    id,
    features: [
      ...['level', 'high', 'riseQuick', 'rise', 'riseSlow', 'bend', 'exhaustion', 'due'],
      ...['news', 'climb', 'sudden', 'overMax', 'farOverMax'],
    ],
    measure(window, out, first) {
      const now = window.now(side);
      if (Number.isNaN(now)) return;
      out[first] = share(now / 100);
      out[first + 1] = share((now - 80) / 20);
      let [quick, slow] = [0, 0];
      for (const speed of speeds) {
        const { slope, fit } = window.trend(side, speed);
        if (speed === 0) quick = slope;
        slow = slope;
        out[first + 2 + speed] = squash((slope * fit) / scale[speed]);
      }
      out[first + 5] = squash((1.5 * (quick - slow)) / (Math.abs(quick) + Math.abs(slow) + 0.05));
      const left = exhaustion(window, side, soon).minutes / timely(window.granularity);
      out[first + 6] = 1 / (1 + left);
      out[first + 7] = 1 / (1 + left ** 3);
      out[first + 10] = squash((now - window.lately(side)) / (4 + 2 * window.deviation(side)));
      const usual = window.usual(side);
      if (!usual) return;
      out[first + 8] = squash((now - usual.level) / 15);
      out[first + 9] = share((now - usual.level) / 50);
      out[first + 11] = squash((now - usual.max) / 15);
      out[first + 12] = share((now - usual.max) / 40);
    },
    words(window) {
      const now = window.now(side);
      if (Number.isNaN(now)) return undefined;
      const { minutes, pace } = exhaustion(window, side, soon);
      if (minutes === 0) return `${title} full (${now.toFixed(0)} %)`;
      if (minutes < 720 && (pace >= 0.1 || now > 85)) {
        const rise = pace >= 0.3 ? `${pace.toFixed(1)} %/min` : `${(60 * pace).toFixed(0)} %/h`;
        return `${title} ${now.toFixed(0)} %, rising ${rise}, full in ${duration(minutes * 60)}`;
      }
      const level = window.usual(side)?.level;
      if (level !== undefined && Math.abs(now - level) >= worthTelling) {
        return `${title} ${now.toFixed(0)} % against its usual ${level.toFixed(0)} %`;
      }
      return now > 85 ? `${title} ${now.toFixed(0)} %` : undefined;
    },
  };
}

/** Minutes before the end when it is time to say so: ten, and what three samples take. */
function timely(granularity: number): number {
  return 10 + granularity / 20;
}

/** Per cent a minute that are much, by speed. */
const scale = [2, 2, 0.7] as const;

export const memory = filling('memory', 'memory', 5);
export const disk = filling('disk', 'disk', 2);
