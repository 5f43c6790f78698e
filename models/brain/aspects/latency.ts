import { type Aspect, squash } from '../aspect.ts';
import { ratio, shift } from '../shift.ts';
import { sideOf } from '../track/layout.ts';

const side = sideOf.latency;

/** How long the disk takes to answer. */
export const latency: Aspect = {
  id: 'latency',
  features: ['level', 'change', 'sudden'],
  measure(window, out, first) {
    const now = window.now(side);
    if (Number.isNaN(now)) return;
    out[first] = squash(now / 100);
    out[first + 1] = shift(window, 'latency') || 0;
    out[first + 2] = squash(ratio(now, window.lately(side), 2) / 2);
  },
  words(window) {
    const now = window.now(side);
    const level = window.level(side);
    if (!(now >= 2 * level + 5)) return undefined;
    return `disk answers in ${now.toFixed(0)} ms against its usual ${level.toFixed(0)} ms`;
  },
};
