import { condition } from '../../condition.ts';
import { type Aspect, duration, share } from '../aspect.ts';
import type { Window } from '../window.ts';

/** What Nova says: found dead, in error, or changed a moment ago (a guest that boots is busy, and that is well). */
export const power: Aspect = {
  id: 'power',
  features: ['lost', 'error', 'justChanged'],
  measure(window, out, first) {
    const { kind } = condition(window.vm);
    if (kind === 'lost') out[first] = 1;
    else if (kind === 'error') out[first + 1] = 1;
    else out[first + 2] = Math.exp(-Math.max(0, window.at - window.vm.updatedAt) / 300_000);
  },
  words: ({ vm }) => (['lost', 'error'].includes(condition(vm).kind) ? condition(vm).words : undefined),
};

/** No samples although Nova says that the VM runs. A VM that is off sends none, and nobody misses them. */
export const silence: Aspect = {
  id: 'silence',
  features: ['missedPolls'],
  measure(window, out, first) {
    out[first] = missed(window);
  },
  words(window) {
    if (!missed(window)) return undefined;
    return `no samples for ${duration((window.age ?? 0) / 1000)}, Nova says ${window.vm.status}`;
  },
};

/** 0 up to four and a half polls, which ingestion may take; 1 from ten on. */
function missed(window: Window): number {
  if (window.age === undefined || condition(window.vm).kind !== 'running') return 0;
  return share((window.age / 1000 / window.granularity - 4.5) / 5.5);
}
