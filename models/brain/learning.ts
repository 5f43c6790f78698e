import type { ScoredSeries } from './dataset.ts';
import { evaluate } from './evaluation/index.ts';

/** How far a training has come: `done` parts `of` so many, and what is being done. */
export type Progress = { readonly done: number; readonly of: number; readonly words: string };

/** A model, and a score for each row (NaN: no opinion) by networks that have not seen the row's entity. */
export type Trained<Model> = { readonly model: Model; readonly outOfFold: readonly Float64Array[] };

export type LearningOptions = {
  readonly seed: number;
  /** 0: as many as are usual. What is chosen is always chosen out of fold. */
  readonly folds: number;
};

const usualFolds = 4;

/** The number of folds for so many entities. */
export function foldsFor({ folds }: LearningOptions, entities: number): number {
  return folds || Math.max(2, Math.min(usualFolds, entities));
}

/** How well scores did, for a model's file: figures that the data cannot give are left out. */
export function meritsOf(scored: readonly ScoredSeries[], threshold: number): Readonly<Record<string, number>> {
  const { point, event } = evaluate(scored, { threshold });
  const { prAuc, prAucEntityMean, rocAuc, brier, ece } = point ?? {};
  const { recall: eventsFound, falseAlarmsPerEntityDay } = event ?? {};
  const figures = { prAuc, prAucEntityMean, rocAuc, brier, ece, eventsFound, falseAlarmsPerEntityDay };
  const known = Object.entries(figures).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Number(value.toFixed(4))] as const],
  );
  return Object.fromEntries(known);
}
