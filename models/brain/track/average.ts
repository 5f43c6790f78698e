/**
 * An exponentially weighted mean and spread, three numbers in an array of yours: weight, mean, weighted squares. The
 * weight grows with what was seen, so that the first values count in full and nothing needs a beginning.
 */
export const averageSize = 3;

/** `keep` is the share of the past that is left, 0…1; a value that is not a number only lets the past fade. */
export function average(state: Float64Array, i: number, keep: number, value: number): void {
  const old = state[i]! * keep;
  if (Number.isNaN(value)) {
    state[i] = old;
    state[i + 2]! *= keep;
    return;
  }
  const weight = old + 1;
  const step = value - state[i + 1]!;
  state[i] = weight;
  state[i + 1]! += step / weight;
  state[i + 2] = state[i + 2]! * keep + (old / weight) * step * step;
}

/** NaN where hardly anything is left of what was seen. */
export function meanOf(state: Float64Array, i: number): number {
  return state[i]! > faint ? state[i + 1]! : Number.NaN;
}

/** Standard deviation, in the values' unit; NaN where hardly anything is left of what was seen. */
export function deviationOf(state: Float64Array, i: number): number {
  return state[i]! > faint ? Math.sqrt(Math.max(0, state[i + 2]! / state[i]!)) : Number.NaN;
}

const faint = 1e-3;
