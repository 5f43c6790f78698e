import { sideOf } from './track/layout.ts';
import type { Trend } from './track/line.ts';
import type { Window } from './window.ts';

/** How soon a column of per cents is full, in minutes: at its pace, and at the paces that are as likely. */
export type Exhaustion = {
  minutes: number;
  /** 0 while nothing rises. Per cent a minute. */
  pace: number;
  soonest: number;
  /** Infinity where the trend may as well come to nothing. */
  latest: number;
};

/** Per cent at which it is over. A guest begins to kill before its last page is taken, a disk takes the last block. */
export const fullAt: Readonly<Record<number, number>> = { [sideOf.memory]: 97, [sideOf.disk]: 100 };
/** Per cent above which it counts as full even if nothing rises. */
const full = 99.5;
/** Standard errors to either side, and a share of the pace: nothing leaks quite evenly. */
const doubt = { errors: 2, share: 0.18 };

/**
 * The quick trend decides where it is clear; a slower one only while the quicker goes on rising, since a step that is
 * over shows in it. Without a clear trend all is Infinity.
 */
export function exhaustion(window: Window, side: number, out: Exhaustion): Exhaustion {
  out.pace = 0;
  out.minutes = out.soonest = out.latest = Number.POSITIVE_INFINITY;
  const now = window.now(side);
  if (now >= full) out.minutes = out.soonest = out.latest = 0;
  if (!(now < full)) return out;
  const quick = window.trend(side, 0);
  const middle = window.trend(side, 1);
  const slow = window.trend(side, 2);
  const trend = isClear(quick)
    ? middle.fit > 0.9 && carriesOn(quick, middle)
      ? middle
      : quick
    : carriesOn(quick, middle)
      ? middle
      : carriesOn(middle, slow) && !contradicts(quick, slow)
        ? slow
        : undefined;
  if (!trend) return out;
  const margin = doubt.errors * trend.error + doubt.share * trend.slope;
  out.pace = trend.slope;
  const room = Math.max(0, (fullAt[side] ?? 100) - now);
  out.minutes = room / trend.slope;
  out.soonest = room / (trend.slope + margin);
  out.latest = room / Math.max(0, trend.slope - margin) || 0;
  return out;
}

export const nothing: Readonly<Exhaustion> = {
  minutes: Number.POSITIVE_INFINITY,
  pace: 0,
  soonest: Number.POSITIVE_INFINITY,
  latest: Number.POSITIVE_INFINITY,
};

function isClear({ slope, fit }: Trend): boolean {
  return slope > 0.5 && fit > 0.85;
}

/** A line through a single step explains two thirds of the movement at best, so that a better fit is a true rise. */
function carriesOn(quick: Trend, slow: Trend): boolean {
  return slow.slope > 0.03 && slow.fit > 0.75 && quick.slope > 0.5 * slow.slope;
}

/** The last minutes speak against the trend more loudly than their own noise. */
function contradicts(quick: Trend, slow: Trend): boolean {
  return quick.slope + 1.5 * quick.error < 0.7 * slow.slope;
}
