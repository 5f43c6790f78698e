import type { FaultId, Load } from '../../models/fault.ts';
import { faultById, faults } from '../../models/faults/index.ts';
import type { Dice } from '../../models/random.ts';
import { pick } from './guest.ts';
import type { Draw } from './occasions.ts';

/** A fault in a VM's life. Steps are ten seconds. */
export type Plot = {
  readonly fault: FaultId;
  /** First step with the fault, first step without it. */
  readonly from: number;
  readonly until: number;
  /** How much quicker than the catalogue's the fault goes. */
  readonly pace: number;
  /** Share of the processor that a hog takes. */
  readonly reach: number;
  /** Hangs that stand still altogether. */
  readonly isStill: boolean;
  readonly rolls: Dice;
};

/** Seconds after which the catalogue's memory and disk are full at pace 1. */
const ramps: Partial<Record<FaultId, number>> = { 'memory-leak': 750, 'disk-full': 540 };

/** Those that are easily taken for honest work come more often. */
const hardest = (['cpu-hog', 'cpu-hog', 'memory-leak', 'memory-leak', 'disk-full'] as const).map(faultById);

/**
 * One of the catalogue's faults, as varied as draws make it. `steps` of ten seconds are one sample: what is sampled
 * slowly is told slowly.
 */
export function plotOf(dice: Dice, draw: Draw, earliest: number, steps: number): Plot {
  const fault = pick(dice, [...faults, ...hardest]).id;
  const slower = Math.max(1, steps / 2);
  const ramp = ramps[fault];
  const pace = (ramp ? 10 ** draw(-0.85, 0.25) : 1) / slower;
  const whole = ramp ? ramp / 10 / pace + 30 * dice.next() : draw(12, dice.next() < 0.15 ? 140 : 70) * slower;
  // Some are noticed by their owner before the end.
  const kept = ramp && dice.next() < 0.3 ? draw(0.5, 0.95) : 1;
  const reach = dice.next() < 0.3 ? draw(0.9, 1) : 1;
  const from = Math.round(earliest * (1 + dice.next()));
  const until = from + Math.round(whole * kept);
  return { fault, from, until, pace, reach, isStill: dice.next() < 0.5, rolls: dice.fork('fault') };
}

/** The load under the fault; undefined where there is none. */
export function symptoms({ fault, from, until, pace, reach, isStill, rolls }: Plot, step: number, healthy: Load) {
  if (step < from || step >= until) return undefined;
  const load = faultById(fault).symptoms(healthy, (step - from) * 10 * pace, rolls.next);
  if (fault === 'hang' && isStill) return { ...load, cpu: 0, netDrops: healthy.netDrops };
  return fault === 'cpu-hog' ? { ...load, cpu: Math.max(healthy.cpu, load.cpu * reach) } : load;
}

/** The step at which memory or disk is full; undefined for other faults, and for those that end before. */
export function fullAt({ fault, from, until, pace }: Plot): number | undefined {
  const ramp = ramps[fault];
  if (ramp === undefined) return undefined;
  const full = from + Math.floor(ramp / 10 / pace);
  return full < until ? full : undefined;
}
