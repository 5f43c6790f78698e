import type { Load } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';

export type FamilyId = 'web' | 'db' | 'batch' | 'ci' | 'cache' | 'idle';

/** How one VM of a family differs from its siblings, and what it carries from step to step. */
export type Habits = {
  readonly family: FamilyId;
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

export function habits(family: FamilyId, dice: Dice): Habits {
  const memory = { web: 45, db: 70, batch: 35, ci: 30, cache: 78, idle: 18 }[family];
  const period = Math.round(family === 'batch' ? 1800 + dice.next() * 3600 : 700 + dice.next() * 1500);
  return {
    family,
    scale: 0.7 + dice.next() * 0.6,
    memory: memory + dice.next() * 10,
    disk: 22 + dice.next() * 40,
    period,
    burst: period * (0.15 + dice.next() * 0.2),
    shift: Math.floor(dice.next() * period),
    backupHour: family === 'db' || dice.next() < 0.2 ? 1 + Math.floor(dice.next() * 4) : -1,
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
  const { cpu, memory, read, write, incoming, outgoing } = appetite[own.family];
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

/** At full activity: per cent of processor and of extra memory, bytes per second. */
const appetite = {
  web: { cpu: 48, memory: 14, read: 3e5, write: 6e5, incoming: 9e5, outgoing: 6e6 },
  db: { cpu: 38, memory: 8, read: 5e6, write: 7e6, incoming: 1.2e6, outgoing: 2.5e6 },
  batch: { cpu: 92, memory: 35, read: 9e6, write: 8e6, incoming: 3e6, outgoing: 1.5e6 },
  ci: { cpu: 85, memory: 38, read: 4e6, write: 12e6, incoming: 5e6, outgoing: 4e5 },
  cache: { cpu: 22, memory: 6, read: 2e4, write: 9e4, incoming: 4e6, outgoing: 9e6 },
  idle: { cpu: 6, memory: 3, read: 2e4, write: 3e4, incoming: 9e3, outgoing: 7e3 },
} as const;

/** How busy, about 0…1: by the time of day, in bursts, or steadily. */
function activity(own: Habits, seconds: number, hour: number): number {
  const day = 0.5 - 0.5 * Math.cos(((hour - 4) / 24) * 2 * Math.PI);
  const phase = (seconds + own.shift) % own.period;
  switch (own.family) {
    case 'web':
      return 0.2 + 0.65 * day;
    case 'db':
      return 0.45 + 0.25 * day;
    case 'cache':
      return 0.4 + 0.35 * day;
    case 'batch':
    case 'ci':
      return phase < own.burst ? 0.85 : 0.04;
    case 'idle':
      return phase < 60 ? 0.8 : 0.2;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
