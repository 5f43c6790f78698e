/**
 * A straight line through a value's past by exponentially weighted least squares, seven numbers in an array of yours:
 * weight, weight of squares, mean of x (minutes before now), mean of y, and the moments xx, xy, yy about the means.
 */
export const lineSize = 7;

/** `minutes` since the last call, `keep` the share of the past that is left; NaN only lets the past fade. */
export function line(state: Float64Array, i: number, minutes: number, keep: number, value: number): void {
  state[i]! *= keep;
  state[i + 1]! *= keep * keep;
  state[i + 2]! -= minutes;
  state[i + 4]! *= keep;
  state[i + 5]! *= keep;
  state[i + 6]! *= keep;
  if (Number.isNaN(value)) return;
  const old = state[i]!;
  const weight = old + 1;
  const dx = -state[i + 2]!;
  const dy = value - state[i + 3]!;
  const share = old / weight;
  state[i] = weight;
  state[i + 1]! += 1;
  state[i + 2]! += dx / weight;
  state[i + 3]! += dy / weight;
  state[i + 4]! += share * dx * dx;
  state[i + 5]! += share * dx * dy;
  state[i + 6]! += share * dy * dy;
}

/** `slope` in units a minute with its standard error; `fit` is how much of the movement the line explains, 0…1. */
export type Trend = { slope: number; fit: number; error: number };

const fewest = 3;

/** What the line says, written into `out`; flat where fewer than three values' worth is known, or nothing moves. */
export function trendOf(state: Float64Array, i: number, out: Trend): Trend {
  const weight = state[i]!;
  const squares = state[i + 1]!;
  const xx = state[i + 4]!;
  const xy = state[i + 5]!;
  const yy = state[i + 6]!;
  out.slope = out.fit = out.error = 0;
  const seen = squares > 0 ? (weight * weight) / squares : 0;
  if (seen < fewest || xx <= 1e-9 || yy <= 1e-6) return out;
  out.slope = xy / xx;
  out.fit = Math.min(1, (xy * xy) / (xx * yy));
  out.error = Math.sqrt((yy * (1 - out.fit)) / xx / Math.max(1, seen - 2));
  return out;
}
