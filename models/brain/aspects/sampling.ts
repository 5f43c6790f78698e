import { type Aspect, share, squash } from '../aspect.ts';

/** How well the VM is known: what one sample says that stands for five minutes, and what one says early on. */
export const sampling: Aspect = {
  id: 'sampling',
  features: ['coarse', 'known'],
  measure({ granularity, count }, out, first) {
    out[first] = squash(Math.log(granularity / 30) / 2);
    out[first + 1] = share(count / 60);
  },
  words: () => undefined,
};
