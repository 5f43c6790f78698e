import type { Unit } from '../../models/metric.ts';

/** A whole number of per cent from 0…1, e.g. "87 %". */
export function percent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`;
}

/** Milliseconds in at most four characters: 9s, 12m, 5h, 31d. */
export function age(milliseconds: number | undefined): string {
  if (milliseconds === undefined || Number.isNaN(milliseconds)) return '–';
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 100) return `${seconds}s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.round(seconds / 3600)}h`;
  return `${Math.min(999, Math.round(seconds / 86_400))}d`;
}

/** Milliseconds as words: "9 s", "12 min", "5 h", "31 d". */
export function duration(milliseconds: number | undefined): string {
  return age(milliseconds)
    .replace(/(\d)m$/, '$1 min')
    .replace(/(\d)([shd])$/, '$1 $2');
}

/** Local time of day, HH:MM:SS. */
export function clockTime(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

/** Local day and time, MM-DD HH:MM:SS. */
export const dayTime = (at: number): string => `${day(at).slice(5)} ${clockTime(at)}`;

/** Local day, YYYY-MM-DD. */
export function day(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
}

/** A number below 100 in two digits. */
export const two = (part: number): string => String(part).padStart(2, '0');

/** Local time of day; of another day than about `now`, its date: YYYY-MM-DD. */
export function dayOrTime(at: number, now: number): string {
  if (Number.isNaN(at)) return '–';
  if (Math.abs(now - at) < 20 * 3_600_000) return clockTime(at);
  return day(at);
}

/** So many of something: "1 VM", "2 VMs". */
export const some = (number: number, what: string): string => `${count(number)} ${what}${number === 1 ? '' : 's'}`;

/** A number in at most five characters: 0, 0.08, 7.3, 842, 12k, 3.4M. */
export function short(value: number): string {
  if (Number.isNaN(value)) return '–';
  const steps = ['', 'k', 'M', 'G', 'T'];
  let step = 0;
  let rest = Math.abs(value);
  while (rest >= 999.5 && step < steps.length - 1) {
    rest /= 1000;
    step++;
  }
  const digits = rest === 0 || rest >= 9.95 || (step === 0 && Number.isInteger(rest)) ? 0 : 1;
  // What is little must not look like nothing.
  const finer = digits === 0 || rest >= 0.095 ? digits : rest >= 0.0095 ? 2 : 3;
  return `${value < 0 ? '-' : ''}${rest.toFixed(finer)}${steps[step]}`;
}

/** A metric's value with its unit, e.g. "93 %", "1.2 MB/s", "4 ms". */
export function withUnit(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '–';
  if (unit === '%') return `${Math.round(value)} %`;
  if (unit === 'count') return short(value);
  const [, number = '', scale = ''] = /^(-?[\d.]+)(\w?)$/.exec(short(value)) ?? [];
  return `${number} ${scale}${unit}`;
}

/** 2000 as "2,000". */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
