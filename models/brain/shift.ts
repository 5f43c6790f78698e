import { share, squash } from './aspect.ts';
import { type SideId, sideOf } from './track/layout.ts';
import type { Window } from './window.ts';

/** The sides that are compared with the VM's own usual, and with what its neighbours do. */
export const compared = ['cpu', 'memory', 'latency', 'diskTraffic', 'netTraffic'] as const satisfies readonly SideId[];
export type Compared = (typeof compared)[number];

export const titles: Readonly<Record<Compared, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  latency: 'disk latency',
  diskTraffic: 'disk traffic',
  netTraffic: 'network traffic',
};

/** How far a side is from the VM's own usual, −1…1, 0 being as usual; NaN where either is unknown. */
export function shift(window: Window, id: Compared, now = window.now(sideOf[id])): number {
  const side = sideOf[id];
  const level = window.level(side);
  if (Number.isNaN(now) || Number.isNaN(level)) return Number.NaN;
  switch (id) {
    case 'cpu': {
      const { low, high } = window.usual(side)!;
      return squash((now - level) / (20 + 1.5 * (high - low)));
    }
    case 'memory':
      return squash((now - level) / 15);
    case 'latency':
      return squash(ratio(now, level, 2) / 2);
    default:
      return squash(ratio(now, level, trickle) / 3);
  }
}

/** Bytes per second that are added to both sides of a comparison, so that a trickle is no change. */
const trickle = 2000;

/** On a logarithmic scale; `little` is added to both. */
export function ratio(now: number, usual: number, little: number): number {
  return Math.log((Math.max(0, now) + little) / (Math.max(0, usual) + little));
}

/** How much more than usual is read, written, sent and received, 0…1: what honest work brings. */
export function work(window: Window): number {
  return Math.max(share(shift(window, 'diskTraffic') * 2), share(shift(window, 'netTraffic') * 2));
}
