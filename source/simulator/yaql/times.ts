import { EvaluationError } from './errors.ts';
import { type Dict, Span } from './values.ts';

const lengths: Readonly<Record<string, number>> = {
  ...{ days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1, microseconds: 0.001 },
};

/** A length of time by its parts, by name or in their order: `timespan(minutes => 5)`. Undefined: not for these. */
export function spanOf(named: Dict, parts: readonly unknown[]): Span | undefined {
  const units = Object.keys(lengths);
  const all = [...parts.map((value, i) => [units[i], value] as const), ...Object.entries(named)];
  if (all.some(([unit, value]) => !unit || !(unit in lengths) || typeof value !== 'number')) return undefined;
  return new Span(all.reduce((sum, [unit, value]) => sum + lengths[unit!]! * Number(value), 0));
}

/** A time as Python's `strftime` writes it. */
export function dateText(at: Date, format: string): string {
  const [date, time] = at.toISOString().split('T') as [string, string];
  const [year, month, day] = date.split('-');
  const [hour, minute, second] = time.slice(0, 8).split(':');
  const parts: Readonly<Record<string, string | undefined>> = {
    ...{ Y: year, y: year?.slice(2), m: month, d: day, H: hour, M: minute, S: second, '%': '%' },
    ...{ f: `${time.slice(9, 12)}000`, F: date, T: time.slice(0, 8) },
  };
  return format.replace(/%(.)/gs, (whole, letter: string) => {
    const part = parts[letter];
    if (part === undefined) throw new EvaluationError(`The simulated Mistral does not know ${whole} in a time`);
    return part;
  });
}

/** What a time or a length of time can be asked for: `(now() - $.then).seconds`. */
export function partOf(value: Date | Span, name: string): number | undefined {
  if (value instanceof Span) {
    return lengths[name] === undefined ? undefined : value.milliseconds / lengths[name];
  }
  const parts: Readonly<Record<string, number>> = {
    ...{ year: value.getUTCFullYear(), month: value.getUTCMonth() + 1, day: value.getUTCDate() },
    ...{ hour: value.getUTCHours(), minute: value.getUTCMinutes(), second: value.getUTCSeconds() },
    timestamp: value.getTime() / 1000,
  };
  return parts[name];
}
