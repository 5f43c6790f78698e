import type { Series } from '../dataset.ts';
import type { Layout } from './layout.ts';
import { Watcher } from './watcher.ts';

/** All rows' features of one entity, row after row, `width` each. Levels are in their metrics' units. */
export type Features = { readonly rows: number; readonly width: number; readonly values: Float32Array };

export function featuresOf(layout: Layout, { times, columns }: Series): Features {
  const [rows, width] = [times.length, layout.names.length];
  const values = new Float32Array(rows * width);
  const watcher = new Watcher(layout);
  const row = new Float32Array(columns.length);
  for (let index = 0; index < rows; index++) {
    for (let metric = 0; metric < columns.length; metric++) row[metric] = columns[metric]![index]!;
    watcher.push(times[index]!, row, values, index * width);
  }
  return { rows, width, values };
}

/** What a metric's level is among the entities that were learnt from: it makes levels of any unit −1…1. */
export type Scale = { readonly median: number; readonly spread: number };

/** A scale for each metric, from every `stride`-th row of all entities. */
export function scalesOf(layout: Layout, all: readonly Features[], stride = 37): Scale[] {
  return layout.metrics.map((_, metric) => {
    const values = all.flatMap(({ rows, width, values: of }) =>
      Array.from({ length: Math.ceil(rows / stride) }, (_, i) => of[i * stride * width + layout.levels + metric]!),
    );
    const known = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
    const at = (share: number) => known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? 0;
    const spread = Math.max((at(0.9) - at(0.1)) / 2, (at(0.99) - at(0.01)) / 6, 1e-6);
    return { median: at(0.5), spread };
  });
}

/** A level to −1…1; 0 where there never was one. */
export function scaled(level: number, { median, spread }: Scale): number {
  return Number.isNaN(level) ? 0 : Math.tanh((level - median) / spread / 4);
}
