import type { Load } from '../../models/fault.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import type { Dice } from '../../models/random.ts';
import type { Sample, Vm } from '../../models/vm.ts';
import type { Guest } from './guest.ts';
import { NovaSide } from './nova-side.ts';
import type { Occasion } from './occasions.ts';
import { type Plot, symptoms } from './plot.ts';

export const stepMs = 10_000;

/** One VM's part in a world. */
export type Life = Pick<Vm, 'id' | 'host' | 'flavor'> & {
  readonly family: string;
  readonly guest: Guest;
  readonly occasions: readonly Occasion[];
  readonly plot: Plot | undefined;
};

/** What the VMs of a world share: its beginning (epoch milliseconds), its length in samples, what its cloud collects. */
export type Setting = {
  readonly start: number;
  readonly samples: number;
  /** Steps of ten seconds in one sample. */
  readonly steps: number;
  readonly reads: readonly boolean[];
  readonly countsErrors: boolean;
};

/** Means of a sample's time, as they were and as they would have been without the fault. */
export type Levels = { cpu: number; memory: number; disk: number; moved: number; readsAll: boolean };

/** A VM's life as Nova and Gnocchi would tell it, and what nobody is told. One entry a sample. */
export type Recorded = {
  readonly vm: Vm;
  /** Undefined where nothing came. */
  readonly sample: Sample | undefined;
  readonly sick: Levels;
  readonly healthy: Levels;
  readonly isChanging: boolean;
  readonly isLost: boolean;
};

/** The load, its occasions and its fault, ten seconds a step, in samples. */
export function record(life: Life, setting: Setting, dice: Dice): Recorded[] {
  const { start, samples, steps } = setting;
  const nova = new NovaSide(life, start, dice.fork('nova'));
  const rolls = dice.fork('occasions');
  const wishes = wishesOf(life);
  // Some errors mean nothing: a request that a user got wrong.
  const mistakes = Array.from({ length: 2 }, () => Math.floor(samples * steps * 2 * dice.next()));
  let errors = 0;
  let gap = 0;
  return Array.from({ length: samples }, (_, index) => {
    const began = start + index * steps * stepMs;
    // Without a fault the one is the other.
    const sick: Load[] = [];
    const healthy = life.plot ? [] : sick;
    const taken: Load[] = [];
    for (let step = index * steps; step < (index + 1) * steps; step++) {
      const at = start + step * stepMs;
      const well = bent(life, at, (step * stepMs) / 1000, rolls);
      const ill = life.plot ? symptoms(life.plot, step, well) : undefined;
      nova.step(at, { dies: ill?.dead ?? false, wish: wishes.get(step) });
      const load = nova.bent(at, ill ?? well);
      if ((load.console && setting.countsErrors) || mistakes.includes(step)) errors++;
      if (nova.isSampled && !load.silent) taken.push(load);
      sick.push(load);
      if (life.plot) healthy.push(nova.bent(at, well));
    }
    // Now and then a sample is lost, or three.
    const chance = dice.next();
    gap = gap > 0 ? gap - 1 : chance < 0.001 ? 3 : chance < 0.01 ? 1 : 0;
    const reset = nova.hasBootedSince(began - steps * stepMs);
    const suffered = levels(sick, setting);
    return {
      vm: nova.vm,
      sample: taken.length && !gap ? sampleOf({ ...nova.vm, errors }, began, taken, setting, reset, dice) : undefined,
      sick: suffered,
      healthy: life.plot ? levels(healthy, setting) : suffered,
      isChanging: nova.isChanging,
      isLost: nova.isLost,
    };
  });
}

/** The healthy load with all that is going on. */
function bent({ guest, occasions }: Life, at: number, seconds: number, rolls: Dice): Load {
  let load = guest(at);
  for (const one of occasions) {
    if (seconds >= one.from && seconds < one.until) load = one.bend(load, seconds - one.from, rolls.next);
  }
  return load;
}

type Wish = 'reboot' | 'stop' | 'start';

/** By step: what owners ask for, and a fault's cure, as the console would do it. */
function wishesOf({ occasions, plot }: Life): Map<number, Wish> {
  const wishes = new Map<number, Wish>();
  const step = (seconds: number) => Math.floor((seconds * 1000) / stepMs);
  for (const { wish, from, until } of occasions) {
    if (wish) wishes.set(step(from), wish);
    if (wish === 'stop') wishes.set(step(until), 'start');
  }
  // A full disk and lost telemetry end by themselves.
  if (plot?.fault === 'crash') wishes.set(plot.until, 'start');
  else if (plot && plot.fault !== 'disk-full' && plot.fault !== 'telemetry-loss') wishes.set(plot.until, 'reboot');
  return wishes;
}

/** Counts of a guest that began anew in this time cannot be compared with those before. */
function sampleOf(vm: Vm, at: number, taken: readonly Load[], { reads }: Setting, reset: boolean, dice: Dice): Sample {
  const values = new Float32Array(metrics.length);
  for (let column = 0; column < values.length; column++) {
    const { id, ceiling = Number.POSITIVE_INFINITY } = metrics[column]!;
    if (id === 'errors') values[column] = vm.errors;
    else if (!reads[column] || dice.next() < 0.01 || (reset && id !== 'memory' && id !== 'disk'))
      values[column] = Number.NaN;
    else values[column] = Math.min(ceiling, mean(taken, id));
  }
  return { vm: vm.id, at, values };
}

/** NaN where this cloud cannot see: what shows only there shows nowhere. */
function levels(loads: readonly Load[], { reads }: Setting): Levels {
  const read = (id: 'cpu' | 'memory' | 'disk') => (reads[columnOf[id]] ? mean(loads, id) : Number.NaN);
  const disk = reads[columnOf.diskRead] ? mean(loads, 'diskRead') + mean(loads, 'diskWrite') : 0;
  const network = reads[columnOf.netIn] ? mean(loads, 'netIn') + mean(loads, 'netOut') : 0;
  return {
    cpu: read('cpu'),
    memory: read('memory'),
    disk: read('disk'),
    moved: disk + network,
    readsAll: reads[columnOf.diskRead]! && reads[columnOf.netIn]!,
  };
}

function mean(loads: readonly Load[], id: Exclude<keyof Load, 'dead' | 'silent' | 'console'>): number {
  let sum = 0;
  for (const load of loads) sum += load[id];
  return sum / loads.length;
}
