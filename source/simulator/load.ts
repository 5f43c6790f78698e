import type { Load } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';

/** What one kind of VM does: how its activity moves and what it takes for it. */
export type Family = {
  readonly id: string;
  /** Level of memory in per cent, at rest. */
  readonly memory: number;
  readonly rhythm: Rhythm;
  /** At full activity: per cent of processor and of extra memory, bytes per second. */
  readonly appetite: {
    readonly cpu: number;
    readonly memory: number;
    readonly read: number;
    readonly write: number;
    readonly incoming: number;
    readonly outgoing: number;
  };
  /** Whether each of them is backed up by night; of other families one in five is. */
  readonly nightly?: true;
};

/** Activity, about 0…1: with the time of day, or in bursts (of fixed seconds, or a share of the period). */
export type Rhythm =
  | { readonly kind: 'day'; readonly floor: number; readonly swing: number }
  | {
      readonly kind: 'bursts';
      readonly high: number;
      readonly low: number;
      readonly seconds?: number;
      /** Shortest period in seconds, and how much longer the longest is. */
      readonly period?: readonly [number, number];
    };

export type FamilyId = 'web' | 'db' | 'batch' | 'ci' | 'cache' | 'idle';

/** The families of the simulated cloud. */
export const families: Readonly<Record<FamilyId, Family>> = {
  web: {
    ...{ id: 'web', memory: 45, rhythm: { kind: 'day', floor: 0.2, swing: 0.65 } },
    appetite: { cpu: 48, memory: 14, read: 3e5, write: 6e5, incoming: 9e5, outgoing: 6e6 },
  },
  db: {
    ...{ id: 'db', memory: 70, rhythm: { kind: 'day', floor: 0.45, swing: 0.25 }, nightly: true },
    appetite: { cpu: 38, memory: 8, read: 5e6, write: 7e6, incoming: 1.2e6, outgoing: 2.5e6 },
  },
  batch: {
    ...{ id: 'batch', memory: 35, rhythm: { kind: 'bursts', high: 0.85, low: 0.04, period: [1800, 3600] } },
    appetite: { cpu: 92, memory: 35, read: 9e6, write: 8e6, incoming: 3e6, outgoing: 1.5e6 },
  },
  ci: {
    ...{ id: 'ci', memory: 30, rhythm: { kind: 'bursts', high: 0.85, low: 0.04 } },
    appetite: { cpu: 85, memory: 38, read: 4e6, write: 12e6, incoming: 5e6, outgoing: 4e5 },
  },
  cache: {
    ...{ id: 'cache', memory: 78, rhythm: { kind: 'day', floor: 0.4, swing: 0.35 } },
    appetite: { cpu: 22, memory: 6, read: 2e4, write: 9e4, incoming: 4e6, outgoing: 9e6 },
  },
  idle: {
    ...{ id: 'idle', memory: 18, rhythm: { kind: 'bursts', high: 0.8, low: 0.2, seconds: 60 } },
    appetite: { cpu: 6, memory: 3, read: 2e4, write: 3e4, incoming: 9e3, outgoing: 7e3 },
  },
};

/** How one VM of a family differs from its siblings, and what it carries from step to step. */
export type Habits = {
  readonly family: Family;
  /** Busier or lazier than the family, about 1. */
  readonly scale: number;
  /** Levels in per cent that the VM comes back to. */
  readonly memory: number;
  readonly disk: number;
  /** Seconds between two bursts, their length and their shift against the clock. */
  readonly period: number;
  readonly burst: number;
  readonly shift: number;
  /** Hour of the nightly backup, or -1. */
  readonly backupHour: number;
  /** Slow wanderings of processor and network. */
  cpuDrift: number;
  netDrift: number;
};

export function habits(family: Family, dice: Dice): Habits {
  const [shortest, more] = (family.rhythm.kind === 'bursts' && family.rhythm.period) || [700, 1500];
  const period = Math.round(shortest + dice.next() * more);
  return {
    family,
    scale: 0.7 + dice.next() * 0.6,
    memory: family.memory + dice.next() * 10,
    disk: 22 + dice.next() * 40,
    period,
    burst: period * (0.15 + dice.next() * 0.2),
    shift: Math.floor(dice.next() * period),
    backupHour: family.nightly || dice.next() < 0.2 ? 1 + Math.floor(dice.next() * 4) : -1,
    cpuDrift: 0,
    netDrift: 0,
  };
}

/**
 * What a healthy VM does at a time (epoch milliseconds). Always rolls the dice equally often, so that faults and
 * actions do not change what comes later.
 */
export function baseLoad(own: Habits, at: number, dice: Dice): Load {
  own.cpuDrift = 0.95 * own.cpuDrift + 0.06 * dice.normal();
  own.netDrift = 0.9 * own.netDrift + 0.09 * dice.normal();
  const jitter = 1 + 0.05 * dice.normal();
  const rare = dice.next();
  const seconds = at / 1000;
  const hour = (seconds / 3600) % 24;
  const work = Math.max(0.02, activity(own, seconds, hour) * own.scale * (1 + own.cpuDrift) * jitter);
  const traffic = Math.max(0, 1 + own.netDrift) * jitter;
  const backup = Math.floor(hour) === own.backupHour && hour % 1 < 0.35;
  const { cpu, memory, read, write, incoming, outgoing } = own.family.appetite;
  return {
    cpu: clamp(1 + cpu * work + (backup ? 12 : 0), 0.2, 99),
    memory: clamp(own.memory + memory * work + 2 * own.netDrift, 3, 96),
    disk: clamp(own.disk + (own.shift % 7) + ((seconds / 3600) % 24) * 0.08, 2, 92),
    diskRead: read * work * jitter + (backup ? 35e6 * jitter : 0),
    diskWrite: write * work * traffic + 4000,
    diskLatency: Math.max(0.2, (1.2 + 2.5 * Math.min(1, work) * (write / 8e6)) * jitter + (backup ? 3 : 0)),
    netIn: incoming * work * traffic + 300,
    netOut: outgoing * work * traffic + 250 + (backup ? 20e6 * jitter : 0),
    netDrops: rare > 0.985 ? 0.3 : 0,
    netErrors: rare < 0.002 ? 0.1 : 0,
  };
}

function activity({ family: { rhythm }, period, burst, shift }: Habits, seconds: number, hour: number): number {
  if (rhythm.kind === 'day') {
    return rhythm.floor + rhythm.swing * (0.5 - 0.5 * Math.cos(((hour - 4) / 24) * 2 * Math.PI));
  }
  return (seconds + shift) % period < (rhythm.seconds ?? burst) ? rhythm.high : rhythm.low;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
