/** How well scores put failing rows above healthy ones, whatever the threshold. */
export type Ranking = {
  /** Average precision, and area under the ROC curve. */
  readonly prAuc: number;
  readonly rocAuc: number;
  /** The best F1 that any threshold reaches on these very rows, and that threshold: no result, it looked at the labels. */
  readonly oracleF1: number;
  readonly oracleThreshold: number;
};

/**
 * Ranks scores of failing rows against those of healthy ones; equal scores enter together, for their order is no
 * skill. Both arrays are sorted in place. Undefined where one of them is empty.
 */
export function rank(failing: Float64Array, healthy: Float64Array): Ranking | undefined {
  if (!failing.length || !healthy.length) return undefined;
  failing.sort();
  healthy.sort();
  let [hits, misses] = [0, 0];
  let [precision, area, oracleF1, oracleThreshold] = [0, 0, 0, Number.POSITIVE_INFINITY];
  while (hits < failing.length || misses < healthy.length) {
    const score = Math.max(nth(failing, hits), nth(healthy, misses));
    const [hitsBefore, missesBefore] = [hits, misses];
    while (nth(failing, hits) === score) hits++;
    while (nth(healthy, misses) === score) misses++;
    const fresh = hits - hitsBefore;
    area += (misses - missesBefore) * (hitsBefore + fresh / 2);
    precision += ((fresh / failing.length) * hits) / (hits + misses);
    const f1 = (2 * hits) / (hits + misses + failing.length);
    if (f1 > oracleF1) [oracleF1, oracleThreshold] = [f1, score];
  }
  return { prAuc: precision, rocAuc: area / (failing.length * healthy.length), oracleF1, oracleThreshold };
}

/** The n-th largest of a sorted array; below everything where there is none. */
function nth(sorted: Float64Array, n: number): number {
  return n < sorted.length ? sorted[sorted.length - 1 - n]! : Number.NEGATIVE_INFINITY;
}
