import type { ScoredSeries } from '../../../../models/brain/dataset.ts';
import { dice } from '../../../../models/random.ts';

/** What a generated data set is like. */
export type Case = {
  readonly seed: number;
  readonly entities: number;
  readonly rows: number;
  /** Share of rows with a label at all. */
  readonly labelled: number;
  /** Scores are rounded to this many steps: ties. */
  readonly steps: number;
  /** Scores leave 0…1, so they are no probabilities. */
  readonly wild?: boolean;
};

/** The cases whose figures `score.py` gave; they are in figures.json by the same names. */
export const cases: Readonly<Record<string, Case>> = {
  plain: { seed: 1, entities: 3, rows: 400, labelled: 1, steps: 1e6 },
  ties: { seed: 2, entities: 4, rows: 300, labelled: 0.9, steps: 7 },
  wild: { seed: 3, entities: 2, rows: 500, labelled: 0.7, steps: 50, wild: true },
  unlabelled: { seed: 4, entities: 3, rows: 300, labelled: 0, steps: 20 },
};

/** Seeded labels with runs of faults, and scores that know a little of them: gaps in time, rows without score or label. */
export function generate({ seed, entities, rows, labelled, steps, wild }: Case): ScoredSeries[] {
  const rolls = dice(seed);
  return Array.from({ length: entities }, (_, index) => {
    const times = new Float64Array(rows);
    const scores = new Float64Array(rows);
    const labels = new Int8Array(rows).fill(-1);
    const faults: string[] = new Array(rows).fill('');
    let time = 1_700_000_000 + index;
    let failing = 0;
    for (let row = 0; row < rows; row++) {
      time += rolls.next() < 0.03 ? 60 * Math.ceil(rolls.next() * 12) : 60;
      times[row] = time;
      if (failing > 0) failing--;
      else if (rolls.next() < 0.02) failing = Math.ceil(rolls.next() * 15);
      if (rolls.next() < labelled) labels[row] = failing > 0 ? 1 : 0;
      if (failing > 0 && rolls.next() < 0.8) faults[row] = ['cpu', 'memory', 'net+disk'][failing % 3]!;
      const score = Math.min(1, Math.max(0, 0.35 + 0.2 * rolls.normal() + (failing > 0 ? 0.35 : 0)));
      const rounded = Math.round(score * steps) / steps;
      scores[row] = rolls.next() < 0.02 ? Number.NaN : wild ? 10 * rounded - 4 : rounded;
    }
    return { series: { entity: `host-${index}`, times, columns: [], labels, faults }, scores };
  });
}
