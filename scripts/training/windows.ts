import { features, survey } from '../../models/brain/features.ts';
import { condition } from '../../models/condition.ts';
import type { FaultId } from '../../models/fault.ts';
import { columnOf } from '../../models/metrics/index.ts';
import { Ring } from '../../models/ring.ts';
import type { Label, Recording } from './recording.ts';

/** A moment as the brain sees it, with the truth. */
export type Seen = {
  readonly at: number;
  readonly label: Label;
  /** Undefined where the judge would not ask the network: too few samples, a task under way, a person's wish. */
  readonly input: Float32Array | undefined;
  /** Newest values, for the rule to compare with; NaN where nothing is known. */
  readonly cpu: number;
  readonly memory: number;
};

export type Story = {
  readonly seed: number;
  readonly fault: FaultId | undefined;
  readonly granularity: number;
  readonly from: number;
  readonly until: number;
  readonly seen: readonly Seen[];
};

/** The recordings of one fleet, moment by moment through the ring, as the console would have seen them. */
export function watch(recordings: readonly Recording[]): Story[] {
  const ring = new Ring(180, recordings.length);
  const stories = recordings.map((recording) => ({ ...recording, seen: [] as Seen[] }));
  for (let moment = 0; moment < recordings[0]!.moments.length; moment++) {
    const all = recordings.map(({ moments }) => moments[moment]!);
    for (const { sample } of all) if (sample) ring.push(sample);
    const vms = all.map(({ vm }) => vm);
    const fleet = survey(vms, ring, Math.max(...all.map(({ at }) => at)), recordings[0]!.granularity);
    all.forEach(({ at, vm, sample, label }, index) => {
      const { granularity, seen } = stories[index]!;
      const { kind } = condition(vm);
      const told = kind === 'lost' || kind === 'error';
      const input = told || kind === 'running' ? features(vm, ring, at, granularity, told, fleet) : undefined;
      const fresh = sample !== undefined;
      const newest = (column: number) => (fresh ? ring.value(vm.id, column) : Number.NaN);
      seen.push({ at, label, input, cpu: newest(columnOf.cpu), memory: newest(columnOf.memory) });
    });
  }
  return stories;
}
