/**
 * One entity's labelled past. `times` are epoch (or relative) seconds, strictly increasing; `columns` in the order of the
 * data set's metrics, NaN where empty; `labels` 1 failing, 0 healthy, -1 not labelled; `faults` the kind per row, '' where none.
 */
export type Series = {
  readonly entity: string;
  readonly times: Float64Array;
  readonly columns: readonly Float32Array[];
  readonly labels: Int8Array;
  readonly faults: readonly string[];
};

/** Labelled data of many entities with the same metrics. */
export type Dataset = { readonly metrics: readonly string[]; readonly series: readonly Series[] };

/** A series with a score for each row; NaN where the detector had no opinion. Higher: more likely failing. */
export type ScoredSeries = { readonly series: Series; readonly scores: Float64Array };

/** What must not be torn apart by folds: entities with the same last '/'-segment are one thing, seen at other times. */
export function groupOf({ entity }: Series): string {
  return entity.split('/').at(-1)!;
}
