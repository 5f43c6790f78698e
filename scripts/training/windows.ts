import { features } from '../../models/brain/features.ts';
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

/** A recording, moment by moment through the ring, as the console would have seen it. */
export function watch(recording: Recording): Story {
  const ring = new Ring(180, 1);
  const { seed, fault, granularity, from, until } = recording;
  const seen = recording.moments.map(({ at, vm, sample, label }) => {
    if (sample) ring.push(sample);
    const { kind } = condition(vm);
    const told = kind === 'lost' || kind === 'error';
    const input = told || kind === 'running' ? features(vm, ring, at, granularity, told) : undefined;
    const fresh = sample !== undefined;
    const newest = (column: number) => (fresh ? ring.value(vm.id, column) : Number.NaN);
    return { at, label, input, cpu: newest(columnOf.cpu), memory: newest(columnOf.memory) };
  });
  return { seed, fault, granularity, from, until, seen };
}
