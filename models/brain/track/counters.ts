/** How many of the newest values in a row hold, one number in an array of yours. A gap neither ends the row nor counts. */
export function streak(state: Float64Array, i: number, value: number, holds: boolean): void {
  if (!Number.isNaN(value)) state[i] = holds ? state[i]! + 1 : 0;
}

/** The run of values that hold, up to the newest, and the longest that has ended, which fades: two numbers of yours. */
export const runSize = 2;

/** `keep` is the share of the longest run's length that is left, 0…1. */
export function run(state: Float64Array, i: number, value: number, holds: boolean, keep: number): void {
  if (Number.isNaN(value)) return;
  if (holds) state[i]! += 1;
  else {
    state[i + 1] = Math.max(state[i]!, state[i + 1]! * keep);
    state[i] = 0;
  }
}

/**
 * What a count rose by lately, three numbers in an array of yours: the last value, the rise, and its time. A count
 * that falls was set back, which is no news; neither is the first one seen. An array starts with NaN for the last value.
 */
export const riseSize = 3;

/** Milliseconds without news after which a rise is over. */
const over = 600_000;

export function rise(state: Float64Array, i: number, value: number, at: number): void {
  if (Number.isNaN(value)) return;
  const more = value - state[i]!;
  state[i] = value;
  if (!(more > 0)) return;
  state[i + 1] = riseOf(state, i, at) + more;
  state[i + 2] = at;
}

export function riseOf(state: Float64Array, i: number, at: number): number {
  return at - state[i + 2]! <= over ? state[i + 1]! : 0;
}
