import { columnOf } from '../../metrics/index.ts';
import { type Aspect, squash } from '../aspect.ts';
import type { Window } from '../window.ts';

const { netDrops, netErrors, errors } = columnOf;

/** What should not happen at all: packets lost or broken, and new errors that Nova or the guest's console tells of. */
export const trouble: Aspect = {
  id: 'trouble',
  features: ['drops', 'packetErrors', 'newErrors'],
  measure(window, out, first) {
    out[first] = squash(excess(window, netDrops) / 20);
    out[first + 1] = squash(excess(window, netErrors) / 20);
    out[first + 2] = squash(newErrors(window) / 2);
  },
  words(window) {
    const fresh = newErrors(window);
    if (fresh > 0) return `${fresh} new ${fresh === 1 ? 'error' : 'errors'} in ten minutes`;
    const [drops, broken] = [excess(window, netDrops), excess(window, netErrors)];
    if (Math.max(drops, broken) < 1) return undefined;
    return drops >= broken ? `${drops.toFixed(0)} packets/s dropped` : `${broken.toFixed(0)} packet errors/s`;
  },
};

/** Over the past's usual, where there is a past. */
function excess(window: Window, column: number): number {
  const now = window.now(column);
  const past = window.past(column);
  return past.known && now > past.high ? now - past.high : past.known || Number.isNaN(now) ? 0 : now;
}

function newErrors(window: Window): number {
  const values = window.columns[errors]!;
  let least = Number.NaN;
  for (let i = window.since(600, 2); i < window.count; i++) if (!(values[i]! >= least)) least = values[i]!;
  const now = window.now(errors);
  return now > least ? Math.round(now - least) : 0;
}
