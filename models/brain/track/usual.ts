/**
 * What is usual for one metric, learnt slowly and hard to talk over: no single value moves it by more than a few of
 * its own deviations, so that a fault needs long to pass for usual. Nine numbers in an array of yours.
 */
export const usualSize = 9;
const [count, level, deviation, low, high, max, movement, activity, last] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** Values that are believed as they come, before there is a deviation to measure others by. */
const credulous = 6;
/** Of its deviations, the furthest that a value may pull. */
const furthest = 4;
/** Weight of what lies beyond the low and the high mark against what lies within (expectiles). */
const outside = 1.9;
const inside = 0.1;

/**
 * `keep` and `keepMax` are the shares of the past that are left; `unit` is the least difference worth learning, in the
 * value's unit; over `idle` counts as active. NaN changes nothing.
 */
export function learn(
  state: Float64Array,
  i: number,
  value: number,
  { keep, keepMax, unit, idle }: { keep: number; keepMax: number; unit: number; idle: number },
): void {
  if (Number.isNaN(value)) return;
  const seen = ++state[i + count]!;
  if (seen === 1) {
    for (const mark of [level, low, high, max]) state[i + mark] = value;
    state[i + activity] = value > idle ? 1 : 0;
    state[i + last] = value;
    return;
  }
  const rate = Math.max(1 / seen, 1 - keep);
  const reach = seen <= credulous ? Number.POSITIVE_INFINITY : furthest * state[i + deviation]! + unit;
  const moved = cut(
    Math.abs(value - state[i + last]!),
    seen <= credulous ? reach : furthest * state[i + movement]! + unit,
  );
  const step = cut(value - state[i + level]!, reach);
  const below = cut(value - state[i + low]!, reach);
  const above = cut(value - state[i + high]!, reach);
  state[i + level]! += rate * step;
  state[i + deviation]! += rate * (Math.abs(step) - state[i + deviation]!);
  state[i + low]! += Math.min(1, rate * (below < 0 ? outside : inside)) * below;
  state[i + high]! += Math.min(1, rate * (above > 0 ? outside : inside)) * above;
  state[i + max] = Math.max(value, state[i + level]! + (state[i + max]! - state[i + level]!) * keepMax);
  state[i + movement]! += (seen === 2 ? 1 : rate) * (moved - state[i + movement]!);
  state[i + activity]! += rate * ((value > idle ? 1 : 0) - state[i + activity]!);
  state[i + last] = value;
}

/** `deviation` and `movement` (from one sample to the next) are means of absolute differences; `activity` is 0…1. */
export type Usual = Record<'level' | 'deviation' | 'low' | 'high' | 'max' | 'movement' | 'activity', number>;

/** What was learnt, written into `out`; undefined before six values. */
export function usualOf(state: Float64Array, i: number, out: Usual): Usual | undefined {
  if (state[i + count]! < credulous) return undefined;
  out.level = state[i + level]!;
  out.deviation = state[i + deviation]!;
  out.low = state[i + low]!;
  out.high = state[i + high]!;
  out.max = state[i + max]!;
  out.movement = state[i + movement]!;
  out.activity = state[i + activity]!;
  return out;
}

/** The level alone; NaN before six values. */
export function usualLevel(state: Float64Array, i: number): number {
  return state[i + count]! < credulous ? Number.NaN : state[i + level]!;
}

function cut(value: number, reach: number): number {
  return Math.max(-reach, Math.min(reach, value));
}
