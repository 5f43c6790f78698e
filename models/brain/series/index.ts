import type { Series } from '../dataset.ts';
import { featuresOf } from './features.ts';
import { probabilities } from './fit.ts';
import { decide } from './jury.ts';
import { layoutOf } from './layout.ts';
import { type KindId, Member, twins } from './members.ts';
import type { SeriesModel } from './model.ts';

export type { SeriesModel } from './model.ts';
export { trainSeries } from './train.ts';

/** Probability 0…1 for each row, from the row and its past only; NaN where there is too little past. */
export function scoreSeries({ metrics, scales, networks, committee, calibration }: SeriesModel, series: Series) {
  const layout = layoutOf(metrics);
  const features = featuresOf(layout, series);
  const opinions: Partial<Record<KindId, Float64Array>> = {};
  for (const { kind, json } of networks) {
    opinions[kind] ??= new Float64Array(features.rows);
    new Member(kind, layout, scales, json).add(features, 1 / twins, opinions[kind]);
  }
  return probabilities(decide(committee, opinions, features), calibration);
}
