import { metrics } from './metrics/index.ts';
import type { Ring } from './ring.ts';

/**
 * What a VM was like before its incident. While the incident is open the VM is compared with this: the ring forgets
 * within half an hour, and what is sick for long would pass for usual.
 */
export type Before = { readonly times: Float64Array; readonly columns: readonly Float32Array[] };

/** Share of the ring that is kept, and samples left out at its end, which were sick already. */
const share = 2 / 3;
const sick = 12;

/** A copy out of the ring; undefined where there is too little to compare with. */
export function remember(vm: string, ring: Ring): Before | undefined {
  const times = new Float64Array(ring.capacity);
  const count = ring.copyTimes(vm, times);
  const end = count - sick;
  const begin = Math.max(0, end - Math.floor(ring.capacity * share));
  if (end - begin < sick) return undefined;
  const columns = metrics.map((_, column) => ring.series(vm, column).slice(begin, end));
  return { times: times.slice(begin, end), columns };
}
