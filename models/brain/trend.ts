import type { Window } from './window.ts';

/** A line through the last minutes. */
export type Trend = {
  /** Units a minute. */
  readonly slope: number;
  /** How much of the movement the line explains, 0…1. */
  readonly fit: number;
};

const flat: Trend = { slope: 0, fit: 0 };

/** Least squares over the last `seconds` (at least `least` samples); flat where fewer than four values are known. */
export function trend(window: Window, column: number, seconds: number, least: number): Trend {
  const values = window.columns[column]!;
  const origin = window.times[window.count - 1]!;
  let [n, sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0, 0];
  for (let i = window.since(seconds, least); i < window.count; i++) {
    const y = values[i]!;
    if (Number.isNaN(y)) continue;
    const x = (window.times[i]! - origin) / 60_000;
    n++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
    sumYY += y * y;
  }
  const spreadX = sumXX - (sumX * sumX) / n;
  const spreadY = sumYY - (sumY * sumY) / n;
  if (n < 4 || spreadX <= 0 || spreadY <= 1e-6) return flat;
  const together = sumXY - (sumX * sumY) / n;
  return { slope: together / spreadX, fit: Math.min(1, (together * together) / (spreadX * spreadY)) };
}

/** Largest less smallest of the last `seconds` (at least `least` samples); NaN where fewer than three are known. */
export function range(window: Window, column: number, seconds: number, least: number): number {
  const values = window.columns[column]!;
  let [n, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = window.since(seconds, least); i < window.count; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    n++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return n < 3 ? Number.NaN : high - low;
}

/** How many of the newest samples in a row are at least (or, `below`, at most) the bound. A gap does not end the row. */
export function run(window: Window, column: number, bound: number, below = false): number {
  const values = window.columns[column]!;
  let length = 0;
  for (let i = window.count - 1; i >= 0; i--) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (below ? value > bound : value < bound) break;
    length++;
  }
  return length;
}
