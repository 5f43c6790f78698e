import { features, survey } from '../../models/brain/features.ts';
import type { Fleet } from '../../models/brain/fleet.ts';
import { judge } from '../../models/brain/judge.ts';
import type { Model } from '../../models/brain/model.ts';
import { condition } from '../../models/condition.ts';
import type { FaultId } from '../../models/fault.ts';
import { columnOf } from '../../models/metrics/index.ts';
import { Ring } from '../../models/ring.ts';
import type { Vm } from '../../models/vm.ts';
import type { Label } from './truth.ts';
import type { Moment, World } from './world.ts';

/** A moment of one VM as the brain sees it, with the truth. */
export type Seen = {
  readonly at: number;
  readonly label: Label;
  /** Undefined where the judge would not ask the network: too few samples, a task under way, a person's wish. */
  readonly input: Float32Array | undefined;
};

/**
 * A world, moment by moment through the ring, as the console would have seen it: of each moment the VMs that are
 * `wanted`. One list a VM.
 */
export function watch(world: World, wanted: (vm: number, at: number, label: Label) => boolean): Seen[][] {
  const { granularity } = world;
  return played(world, (vms, ring, { at, labels }) => {
    let fleet: Fleet | undefined;
    return vms.map((vm, index): Seen | undefined => {
      const [label, { kind }] = [labels[index]!, condition(vm)];
      if (!wanted(index, at, label)) return undefined;
      const told = kind === 'lost' || kind === 'error';
      if (!told && kind !== 'running') return { at, label, input: undefined };
      fleet ??= survey(vms, ring, at, granularity);
      return { at, label, input: features(vm, ring, at, granularity, told, fleet) };
    });
  });
}

/** What the console would hold of a VM at a moment, with the truth. */
export type Opinion = {
  readonly at: number;
  readonly label: Label;
  /** NaN without news: no sample came, or nothing can be said. */
  readonly score: number;
  readonly diagnosis: FaultId | undefined;
  /** An alarm for lost telemetry, which needs no probability. */
  readonly silent: boolean;
  /** For the rule to compare with: whether the newest cpu or memory is over 90 %; NaN without a sample. */
  readonly rule: number;
};

/** The same world through the judge. One list a VM. */
export function judged(world: World, model: Model): Opinion[][] {
  const { granularity } = world;
  return played(world, (vms, ring, { at, labels, samples }) => {
    const fresh = new Set(samples.map(({ vm }) => vm));
    return judge({ vms, ring, at, granularity, model }).map((verdict, index): Opinion => {
      const vm = vms[index]!;
      const kind = condition(vm).kind;
      const isNews = fresh.has(vm.id) || verdict.freshness !== 'fresh' || kind === 'lost' || kind === 'error';
      const [cpu, memory] = fresh.has(vm.id)
        ? [ring.value(vm.id, columnOf.cpu), ring.value(vm.id, columnOf.memory)]
        : [Number.NaN, Number.NaN];
      return {
        at,
        label: labels[index]!,
        score: isNews ? (verdict.probability ?? Number.NaN) : Number.NaN,
        diagnosis: verdict.diagnosis,
        silent: verdict.diagnosis === 'telemetry-loss' && (verdict.sampleAge ?? 0) > 4 * granularity * 1000,
        rule: Number.isNaN(cpu) && Number.isNaN(memory) ? Number.NaN : cpu > 90 || memory > 90 ? 1 : 0,
      };
    });
  });
}

function played<T>(
  { moments, stories }: World,
  look: (vms: readonly Vm[], ring: Ring, moment: Moment) => readonly (T | undefined)[],
): T[][] {
  const ring = new Ring(180, stories.length);
  const seen: T[][] = stories.map(() => []);
  for (const moment of moments) {
    for (const sample of moment.samples) ring.push(sample);
    look(moment.vms, ring, moment).forEach((one, index) => {
      if (one) seen[index]!.push(one);
    });
  }
  return seen;
}
