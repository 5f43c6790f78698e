import { brokenByNova, deliberate } from './condition.ts';
import type { State } from './state.ts';

/**
 * The probabilities that the cloud may be told, by VM: those that rest on what is known now. A stale one is kept back,
 * so that an alarm in the cloud never goes off, or stays on, by what is no longer known to be true.
 */
export function probabilitiesToTell({ vms, verdicts }: State): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { vm: id, probability, freshness, diagnosis } of verdicts.values()) {
    const vm = vms.get(id);
    if (!vm || probability === undefined || diagnosis === 'telemetry-loss' || deliberate(vm)) continue;
    if (freshness === 'fresh' || brokenByNova(vm)) told.set(id, probability);
  }
  return told;
}
