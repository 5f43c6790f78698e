import { Failure } from './failure.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of "90", "90s", "2m", "1h", "1d". Throws a Failure for anything else. */
export function seconds(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  if (amount && Number(amount) > 0) return Number(amount) * units[unit]!;
  throw new Failure('usage', 'duration', `"${text}" is not a duration.`, 'Write it like 90s, 2m or 1h.');
}
