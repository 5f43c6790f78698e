import type { Dice } from '../../models/random.ts';
import { type Family, type Rhythm, families as simulated } from '../../source/simulator/load.ts';
import type { Draw } from './occasions.ts';

/** The families that the brain learns from: those of the simulated cloud, and others. */
export const learntFamilies: readonly Family[] = [
  ...Object.values(simulated),
  {
    ...{ id: 'mail', memory: 55, rhythm: { kind: 'day', floor: 0.15, swing: 0.6 } },
    appetite: { cpu: 30, memory: 12, read: 1.5e6, write: 4e6, incoming: 6e5, outgoing: 3e6 },
  },
  {
    ...{ id: 'stream', memory: 40, rhythm: { kind: 'day', floor: 0.1, swing: 0.9 } },
    appetite: { cpu: 35, memory: 15, read: 2e7, write: 2e5, incoming: 8e5, outgoing: 3e7 },
  },
  {
    ...{ id: 'simulation', memory: 50, rhythm: { kind: 'day', floor: 0.92, swing: 0.02 } },
    appetite: { cpu: 96, memory: 10, read: 3e5, write: 9e5, incoming: 5e4, outgoing: 8e4 },
  },
  {
    ...{ id: 'gateway', memory: 30, rhythm: { kind: 'bursts', high: 0.9, low: 0.1, seconds: 20, period: [50, 250] } },
    appetite: { cpu: 25, memory: 3, read: 2e4, write: 3e5, incoming: 4e5, outgoing: 4e5 },
  },
  {
    ...{ id: 'desktop', memory: 42, rhythm: { kind: 'bursts', high: 0.6, low: 0.08, period: [600, 4000] } },
    appetite: { cpu: 55, memory: 25, read: 1e6, write: 8e5, incoming: 5e5, outgoing: 1e5 },
  },
];

/** A family that nobody has thought of: what is learnt must not hang on the few that have names. */
export function anyFamily(dice: Dice, draw: Draw): Family {
  const day: Rhythm = { kind: 'day', floor: draw(0.05, 0.6), swing: draw(0, 0.6) };
  const period = [10 ** draw(2, 3.5), 10 ** draw(2, 3.5)] as const;
  const [high, low, seconds] = [draw(0.4, 1), draw(0.02, 0.3), 10 ** draw(1.2, 2.3)];
  const bursts: Rhythm = { kind: 'bursts', high, low, period, ...(dice.next() < 0.4 ? { seconds } : {}) };
  const memory = draw(8, 70);
  return {
    id: 'any',
    memory,
    rhythm: dice.next() < 0.5 ? day : bursts,
    appetite: {
      cpu: draw(4, 100),
      memory: Math.min(draw(2, 36), 82 - memory),
      read: 10 ** draw(4, 7.5),
      write: 10 ** draw(4.3, 7),
      incoming: 10 ** draw(4, 7.2),
      outgoing: 10 ** draw(4, 7.4),
    },
  };
}

/** Families that training never sees: only measuring does. */
export const unseenFamilies: readonly Family[] = [
  {
    ...{ id: 'game', memory: 58, rhythm: { kind: 'day', floor: 0.25, swing: 0.5 } },
    appetite: { cpu: 62, memory: 20, read: 1e5, write: 4e5, incoming: 1.5e6, outgoing: 4e6 },
  },
  {
    ...{ id: 'proxy', memory: 25, rhythm: { kind: 'day', floor: 0.3, swing: 0.55 } },
    appetite: { cpu: 20, memory: 5, read: 1e4, write: 1.5e5, incoming: 2e7, outgoing: 2e7 },
  },
  {
    ...{ id: 'warehouse', memory: 48, rhythm: { kind: 'bursts', high: 0.9, low: 0.1, period: [2500, 4500] } },
    appetite: { cpu: 75, memory: 18, read: 5e7, write: 1e7, incoming: 2e6, outgoing: 3e6 },
  },
  {
    ...{ id: 'ticker', memory: 36, rhythm: { kind: 'bursts', high: 0.85, low: 0.15, seconds: 90, period: [400, 500] } },
    appetite: { cpu: 70, memory: 8, read: 2e5, write: 1.5e6, incoming: 8e5, outgoing: 6e5 },
  },
  {
    ...{ id: 'directory', memory: 66, rhythm: { kind: 'day', floor: 0.1, swing: 0.3 }, nightly: true },
    appetite: { cpu: 18, memory: 6, read: 4e5, write: 2e5, incoming: 3e5, outgoing: 5e5 },
  },
];
