import type { FaultId } from '../fault.ts';
import { aspects } from './aspects/index.ts';
import { silence } from './aspects/power.ts';
import { featureSpans } from './features.ts';
import type { Window } from './window.ts';

/** What is fainter than this share of the strongest reason, and leaves the odds within a factor of e, would only distract. */
const [faintest, notable] = [0.15, 1];

/**
 * Why, in words, strongest first, at most four: each aspect's features are set to what is usual while healthy; the
 * further the evidence falls, the more the aspect matters. `evidence` gives log-odds of failing for changed features:
 * of two signs that each would do, a probability near 1 would show neither.
 */
export function reasons(
  window: Window,
  features: Float32Array,
  healthyMean: readonly number[],
  cause: FaultId | undefined,
  evidence: (features: Float32Array) => number,
): string[] {
  if (cause === 'telemetry-loss') return [silence.words(window) ?? []].flat();
  const all = evidence(features);
  const weighed = aspects
    .map(({ words }, index) => {
      const { first, end } = featureSpans[index]!;
      const changed = features.slice();
      for (let i = first; i < end; i++) changed[i] = healthyMean[i]!;
      return { fall: all - evidence(changed), words: words(window) };
    })
    .filter((one) => one.fall > 0 && one.words !== undefined)
    .sort((one, other) => other.fall - one.fall);
  const strongest = weighed[0]?.fall ?? 0;
  if (!weighed.length) return ['many small changes against its usual behaviour'];
  return weighed
    .filter(({ fall }) => fall >= Math.min(notable, strongest * faintest))
    .slice(0, 4)
    .map(({ words }) => words!);
}
