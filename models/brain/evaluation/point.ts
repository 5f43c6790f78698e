import { scoresOf } from './budget.ts';
import type { Prepared } from './events.ts';
import { type Ranking, rank } from './ranking.ts';

export type Auc = { readonly prAuc: number | undefined; readonly rocAuc: number | undefined };

/** Row by row. Brier and ECE (ten bins) only where all scores are probabilities; the last four only with a threshold. */
export type Point = Auc & {
  readonly positives: number;
  readonly baseRate: number;
  readonly prAucEntityMean: number | undefined;
  readonly oracleF1: number;
  readonly oracleThreshold: number;
  readonly brier: number | undefined;
  readonly ece: number | undefined;
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  readonly healthyTimeAlarmed?: number | undefined;
};

/** The figures of all labelled rows. */
export function point(
  prepared: readonly Prepared[],
  failing: Float64Array,
  healthy: Float64Array,
  threshold?: number,
): Point {
  const count = failing.length + healthy.length;
  const ranking: Partial<Ranking> = rank(failing, healthy) ?? {};
  const own = prepared.flatMap((one) => rank(scoresOf([one], 1), scoresOf([one], 0))?.prAuc ?? []);
  return {
    positives: failing.length,
    baseRate: failing.length / count,
    prAuc: ranking.prAuc,
    rocAuc: ranking.rocAuc,
    prAucEntityMean: own.length ? own.reduce((sum, one) => sum + one, 0) / own.length : undefined,
    ...oracle(ranking, failing),
    ...calibration(failing, healthy),
    ...(threshold === undefined ? {} : atThreshold(failing, healthy, threshold)),
  };
}

/** Where all labelled rows fail, calling each one failing is right; where none does, nothing is. */
function oracle({ oracleF1, oracleThreshold }: Partial<Ranking>, failing: Float64Array) {
  if (oracleF1 !== undefined && oracleThreshold !== undefined) return { oracleF1, oracleThreshold };
  if (!failing.length) return { oracleF1: 0, oracleThreshold: Number.POSITIVE_INFINITY };
  return { oracleF1: 1, oracleThreshold: failing.reduce((low, one) => Math.min(low, one)) };
}

function calibration(failing: Float64Array, healthy: Float64Array): Pick<Point, 'brier' | 'ece'> {
  const bins = new Float64Array(10);
  let squares = 0;
  for (const [scores, truth] of [
    [failing, 1],
    [healthy, 0],
  ] as const) {
    for (const score of scores) {
      if (!(score >= 0 && score <= 1)) return { brier: undefined, ece: undefined };
      squares += (score - truth) ** 2;
      bins[Math.min(9, Math.floor(score * 10))]! += score - truth;
    }
  }
  const count = failing.length + healthy.length;
  return { brier: squares / count, ece: bins.reduce((sum, off) => sum + Math.abs(off), 0) / count };
}

function atThreshold(failing: Float64Array, healthy: Float64Array, threshold: number) {
  const over = (scores: Float64Array) => scores.reduce((sum, score) => sum + (score >= threshold ? 1 : 0), 0);
  const [hits, wrong] = [over(failing), over(healthy)];
  const precision = hits + wrong ? hits / (hits + wrong) : 0;
  const recall = failing.length ? hits / failing.length : 0;
  const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, healthyTimeAlarmed: healthy.length ? wrong / healthy.length : undefined };
}
