import type { Load } from '../../models/fault.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import type { Dice } from '../../models/random.ts';
import { baseLoad, type Family, habits } from '../../source/simulator/load.ts';
import { businessGuest } from './business.ts';

/** A healthy guest: its load every ten seconds. */
export type Guest = (at: number) => Load;

/** How the VMs of one group differ from the simulated cloud's. */
export type Manner = {
  readonly kind: 'plain' | 'various' | 'tiny' | 'business';
  /** Bytes on the network, against the family's. */
  readonly quiet: number;
  readonly stillDisk: boolean;
  readonly packets: boolean;
};

/**
 * Half of the groups live like the simulated cloud's VMs. The others are made more various, so that the brain also
 * knows clouds that it has not seen: nearly idle VMs of a small DevStack, disks that never move, networks a thousand
 * times quieter, people who work for some minutes, a company's guests that compute in silence.
 */
export function manner(dice: Dice, granularity: number): Manner {
  const simulated = pick(dice, ['plain', 'plain', 'plain', 'plain', 'various', 'various', 'tiny', 'tiny'] as const);
  const kind = granularity > 60 && dice.next() < 0.35 ? 'business' : simulated;
  const [quiet, stillDisk, packets] = [pick(dice, [1, 1, 0.1, 0.001]), dice.next() < 0.3, dice.next() < 0.5];
  return { kind, quiet: kind === 'plain' ? 1 : quiet, stillDisk: kind !== 'plain' && stillDisk, packets };
}

export function guest(dice: Dice, family: Family, { kind, quiet, stillDisk, packets }: Manner): Guest {
  const own = habits(family, dice);
  if (kind === 'plain') return (at) => baseLoad(own, at, dice);
  if (kind === 'business') {
    const business = businessGuest(dice.fork('business'));
    return (at) => business(baseLoad(own, at, dice), at);
  }
  const tiny = kind === 'tiny' ? tinyGuest(dice.fork('tiny'), packets) : undefined;
  const work = episodes(dice.fork('work'));
  return (at) => {
    const base = baseLoad(own, at, dice);
    const busy = work(at);
    const load = tiny?.(base, at) ?? {
      ...base,
      cpu: Math.min(99, base.cpu + busy * 60),
      netIn: (base.netIn + busy * 2e6) * quiet,
      netOut: (base.netOut + busy * 1e6) * quiet,
      diskRead: base.diskRead + busy * 3e6,
      diskWrite: base.diskWrite + busy * 5e6,
    };
    return stillDisk ? { ...load, diskRead: 0, diskWrite: 0, diskLatency: Number.NaN } : load;
  };
}

/**
 * One vCPU, little memory, cpu 0.4–14 %, hardly a packet, and a disk that never moves. Some have computed for long when
 * the story begins, and come to the end of it: that they then stand still is no hang.
 */
function tinyGuest(dice: Dice, packets: boolean): (base: Load, at: number) => Load {
  const memory = 22 + 18 * dice.next();
  const usual = 0.4 + 2 * dice.next();
  const job = dice.next() < 0.3 ? { effort: 15 + 84 * dice.next(), seconds: 300 + 3600 * dice.next() } : undefined;
  let begun: number | undefined;
  return (base, at) => {
    begun ??= at;
    const works = job && at - begun < job.seconds * 1000 ? job.effort * (0.97 + 0.03 * dice.next()) : 0;
    const burst = dice.next() < 0.06 ? 12 * dice.next() : 0;
    const some = packets && dice.next() < 0.4 ? 200 * dice.next() : 0;
    const still = { diskRead: 0, diskWrite: 0, diskLatency: Number.NaN, netDrops: 0, netErrors: 0 };
    const level = memory + 0.4 * dice.normal();
    return {
      ...base,
      ...still,
      cpu: Math.max(works, usual * (0.8 + 0.4 * dice.next()) + burst),
      memory: level,
      netIn: some,
      netOut: some / 2,
    };
  };
}

/** How hard a person works at the VM, 0…1: nothing mostly, and for some minutes now and then. */
function episodes(dice: Dice): (at: number) => number {
  let until = 0;
  let effort = 0;
  return (at) => {
    if (at >= until) {
      effort = dice.next() < 0.25 ? 0.3 + 0.7 * dice.next() : 0;
      until = at + (effort ? 60 + 500 * dice.next() : 600 + 1800 * dice.next()) * 1000;
    }
    return effort * (0.8 + 0.2 * dice.next());
  };
}

/** Which metrics a cloud collects: all of them in one cloud of two. */
export function readable(dice: Dice): boolean[] {
  const reads = metrics.map(() => true);
  if (dice.next() < 0.5) return reads;
  const lose = (chance: number, ...columns: number[]) => {
    if (dice.next() < chance) for (const column of columns) reads[column] = false;
  };
  lose(0.5, columnOf.disk);
  lose(0.5, columnOf.diskLatency);
  lose(0.15, columnOf.memory);
  lose(0.15, columnOf.diskRead, columnOf.diskWrite);
  lose(0.1, columnOf.netIn, columnOf.netOut);
  lose(0.6, columnOf.netDrops, columnOf.netErrors);
  return reads;
}

export function pick<T>(dice: Dice, items: readonly T[]): T {
  return items[Math.floor(dice.next() * items.length)]!;
}
