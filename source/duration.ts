import { Failure } from './failure.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Days of the longest duration: a century. */
const longest = 36_525;

/** Seconds of "90", "90s", "2m", "1h", "1d". Throws a Failure for anything else, and for more than `days`. */
export function seconds(text: string, days = longest): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  const value = Number(amount) * (units[unit] ?? Number.NaN);
  if (value > days * units.d!) {
    throw new Failure('usage', 'duration', `"${text}" is too long.`, `${days} days (${days}d) are the most.`);
  }
  if (value > 0) return value;
  throw new Failure('usage', 'duration', `"${text}" is not a duration.`, 'Write it like 90s, 2m or 1h.');
}
