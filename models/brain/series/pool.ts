import { bases, shares } from './layout.ts';
import { type Signal, signals } from './signals.ts';

const pools = bases.slice(1).map((base) => {
  const [signal, how] = base.split('.') as [Signal, 'top3' | 'mean'];
  return { signal: signals.indexOf(signal), top: how === 'top3' };
});
const shared = shares.map((signal) => signals.indexOf(signal));

/**
 * Pools the signals of all metrics that are known into `bases` (but the first, which is no pool), so that it does not
 * matter which metric is strange. Returns the shares.
 */
export function pool(now: readonly Float32Array[], known: readonly boolean[], into: Float64Array): number[] {
  pools.forEach(({ signal, top }, index) => {
    into[index + 1] = top ? topThree(now, known, signal) : mean(now, known, signal, Math.abs);
  });
  return shared.map((signal) => mean(now, known, signal, (value) => (Math.abs(value) > 3 ? 1 : 0)));
}

function mean(now: readonly Float32Array[], known: readonly boolean[], signal: number, of: (value: number) => number) {
  let [sum, count] = [0, 0];
  for (let metric = 0; metric < now.length; metric++) {
    if (!known[metric]) continue;
    sum += of(now[metric]![signal]!);
    count++;
  }
  return count ? sum / count : 0;
}

/** The mean of the three largest magnitudes, or of as many as there are. */
function topThree(now: readonly Float32Array[], known: readonly boolean[], signal: number): number {
  let [first, second, third, count] = [0, 0, 0, 0];
  for (let metric = 0; metric < now.length; metric++) {
    if (!known[metric]) continue;
    count++;
    const value = Math.abs(now[metric]![signal]!);
    if (value > first) [first, second, third] = [value, first, second];
    else if (value > second) [second, third] = [value, second];
    else if (value > third) third = value;
  }
  return count ? (first + second + third) / Math.min(3, count) : 0;
}
