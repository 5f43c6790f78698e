import { Failure } from './failure.ts';
import type { ModelStore } from './model-store.ts';

/** What a version of the brain says of itself; one that cannot be read is told with the reason. */
export type ModelRow = { readonly version: string; readonly inUse: boolean } & ReturnType<typeof described>;

/** All versions, the oldest first. */
export function modelRows(store: ModelStore): ModelRow[] {
  const { inUse } = store;
  return store.versions.map((version) => ({ version, inUse: version === inUse, ...described(store, version) }));
}

function described(store: ModelStore, version: string) {
  try {
    const { model, trainedAt } = store.read(version);
    const { kind, thresholds, trainedOn } = model;
    const committee = kind === 'series' ? model.committee : null;
    return { kind, committee, trainedAt: trainedAt ?? null, trainedOn, thresholds, problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { kind: null, committee: null, trainedAt: null, trainedOn: null, thresholds: null, problem: error.message };
  }
}
