import { columnOf } from '../../metrics/index.ts';
import { type Aspect, squash } from '../aspect.ts';

const column = columnOf.diskLatency;

/** How long the disk takes to answer. */
export const latency: Aspect = {
  id: 'latency',
  features: ['level', 'change'],
  measure(window, out, first) {
    const now = window.now(column);
    if (Number.isNaN(now)) return;
    out[first] = squash(now / 100);
    const past = window.past(column);
    if (past.known) out[first + 1] = squash(Math.log((now + 2) / (past.median + 2)) / 2);
  },
  words(window) {
    const now = window.now(column);
    const past = window.past(column);
    if (Number.isNaN(now) || !past.known || now < 2 * past.median + 5) return undefined;
    return `disk answers in ${now.toFixed(0)} ms against its usual ${past.median.toFixed(0)} ms`;
  },
};
