import type { Thresholds } from './model.ts';

/** What a detector said of one VM at a moment, and what was true. */
export type Point = {
  /** 0…1; NaN: no news, or no opinion. */
  readonly score: number;
  /** Undefined where the truth is not known, or not sharp. */
  readonly failing: boolean | undefined;
};

/** Healthy verdicts in a row that end an alarm, as in the console. */
const healthyInARow = 3;

/**
 * Indices at which alarms begin in one VM's story, raised as the console does: `raiseAfter` of the last `raiseOf`
 * scores over `raise`, or `silent` where lost telemetry is an alarm without any score. Several healthy ones end it.
 */
export function alarms(
  points: readonly { readonly score: number; readonly silent?: boolean }[],
  { raise, clear, raiseAfter, raiseOf }: Thresholds,
): number[] {
  const begun: number[] = [];
  let raised = false;
  let healthy = 0;
  let last: number[] = [];
  points.forEach(({ score, silent = false }, index) => {
    if (Number.isNaN(score) && !silent) return;
    if (!Number.isNaN(score)) last = [...last, score].slice(-raiseOf);
    if (raised) {
      healthy = score < clear && !silent ? healthy + 1 : 0;
      raised = healthy < healthyInARow;
    } else if (silent || (score >= raise && last.filter((one) => one >= raise).length >= raiseAfter)) {
      raised = true;
      healthy = 0;
      begun.push(index);
    }
  });
  return begun;
}

/** Area under precision over recall (average precision) of single moments, those of unknown truth left out. */
export function prAuc(points: Iterable<Point>): number {
  const moments = known(points).sort((one, other) => other.score - one.score);
  const positives = moments.filter(({ failing }) => failing).length;
  let [area, hits] = [0, 0];
  for (let i = 0; i < moments.length; ) {
    // Equal scores enter together: their order is no skill.
    let end = i;
    let fresh = 0;
    while (end < moments.length && moments[end]!.score === moments[i]!.score) if (moments[end++]!.failing) fresh++;
    hits += fresh;
    area += (fresh / positives) * (hits / end);
    i = end;
  }
  return area;
}

/** Mean squared distance of the probability from what came, 0…1; `base` is what always saying the base rate would get. */
export function brier(points: Iterable<Point>): { readonly score: number; readonly base: number } {
  const moments = known(points);
  const rate = moments.filter(({ failing }) => failing).length / moments.length;
  const sum = moments.reduce((sum, { score, failing }) => sum + (score - (failing ? 1 : 0)) ** 2, 0);
  return { score: sum / moments.length, base: rate * (1 - rate) };
}

/** Expected calibration error: how far, on average, what says 0.8 is from being right 8 times in 10. Ten equal bins. */
export function calibrationError(points: Iterable<Point>): number {
  const bins = Array.from({ length: 10 }, () => ({ said: 0, came: 0 }));
  const moments = known(points);
  for (const { score, failing } of moments) {
    const bin = bins[Math.min(9, Math.floor(score * 10))]!;
    bin.said += score;
    if (failing) bin.came++;
  }
  return bins.reduce((sum, { said, came }) => sum + Math.abs(said - came), 0) / moments.length;
}

function known(points: Iterable<Point>): Point[] {
  return [...points].filter(({ score, failing }) => failing !== undefined && !Number.isNaN(score));
}
