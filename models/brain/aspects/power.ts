import { type Aspect, duration, share } from '../aspect.ts';
import { missed } from '../missed.ts';

/** What Nova says: found dead, in error, or changed a moment ago (a guest that boots is busy, and that is well). */
export const power: Aspect = {
  id: 'power',
  features: ['lost', 'error', 'justChanged'],
  measure(window, out, first) {
    const { kind } = window.nova;
    if (kind === 'lost') out[first] = 1;
    else if (kind === 'error') out[first + 1] = 1;
    else out[first + 2] = share(Math.exp((window.vm.updatedAt - window.at) / 300_000));
  },
  words: ({ nova }) => (['lost', 'error'].includes(nova.kind) ? nova.words : undefined),
};

/** No samples although Nova says that the VM runs, and whether others have fallen silent as well. */
export const silence: Aspect = {
  id: 'silence',
  features: ['missedPolls', 'ofOthers'],
  measure(window, out, first) {
    const own = missed(window);
    out[first] = own;
    out[first + 1] = window.fleet?.silence(own > 0) ?? 0;
  },
  words(window) {
    if (!missed(window)) return undefined;
    return `no samples for ${duration((window.age ?? 0) / 1000)}, Nova says ${window.vm.status}`;
  },
};
