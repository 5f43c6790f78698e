import type { Metric } from './gnocchi-store.ts';

/** Gnocchi's triple: time, granularity in seconds, value. */
export type Measure = [string, number, number | null];

/** Which measures are wanted: milliseconds, `stop` exclusive. */
export type Span = { readonly start: number; readonly stop: number };

/** The archive policy's granularities, in seconds. */
export const granularities = [10, 60, 300];

const methods: Record<string, (values: readonly number[]) => number> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
  first: (values) => values[0]!,
  last: (values) => values.at(-1)!,
  median: (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  },
  std: (values) => {
    const mean = methods.mean!(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  },
};

/** What the policy keeps. */
export const policyMethods = ['mean', 'min', 'max', 'sum', 'count', 'last', 'std'].flatMap((name) => [
  name,
  `rate:${name}`,
]);

/** The function behind an aggregation method's name, for aggregating across series. */
export function reducer(method: string): ((values: readonly number[]) => number) | undefined {
  return methods[method];
}

/**
 * A metric's points of one granularity as [epoch milliseconds, value], oldest first. `rate:` methods aggregate the
 * differences between neighbouring raw points, which are negative where a counter began anew, as Gnocchi's are.
 */
export function aggregate(
  metric: Metric,
  method: string,
  seconds: number,
  span: Span,
  step: number,
): [number, number][] {
  const length = seconds * 1000;
  const start = Math.floor(span.start / length) * length;
  const isRate = method.startsWith('rate:');
  const reduce = methods[isRate ? method.slice(5) : method]!;
  const stop = Math.min(span.stop, metric.resource.sacks.processedUntil(metric));
  const raw = rawPoints(metric, start, metric.points ? span.stop : stop, step, isRate);
  const points = isRate ? differences(raw) : raw;
  const result: [number, number][] = [];
  for (let from = 0; from < points.length; ) {
    const bucket = Math.floor(points[from]![0] / length) * length;
    let to = from + 1;
    while (to < points.length && points[to]![0] < bucket + length) to++;
    const values = points.slice(from, to).map(([, value]) => value);
    const value = values.length === 1 && method !== 'count' && method !== 'std' ? values[0]! : reduce(values);
    if (bucket >= start && !Number.isNaN(value)) result.push([bucket, value]);
    from = to;
  }
  return result;
}

/** Raw points from `start`, and for rates also the one before. `step`: seconds between two of Ceilometer's. */
function rawPoints(metric: Metric, start: number, stop: number, step: number, before: boolean): [number, number][] {
  if (metric.points) {
    const from = placeOf(metric.points, start);
    return metric.points.slice(before ? Math.max(0, from - 1) : from, placeOf(metric.points, stop));
  }
  const { series } = metric.resource.vm;
  const column = metric.column!;
  const length = step * 1000;
  const points: [number, number][] = [];
  let first = Math.max(series.first, Math.ceil(start / length));
  if (before)
    do first--;
    while (first >= series.first && Number.isNaN(series.value(first, column)));
  const last = Math.min(series.last, Math.ceil(stop / length) - 1);
  for (let at = first; at <= last; at++) {
    const value = series.value(at, column);
    if (!Number.isNaN(value)) points.push([at * length, value]);
  }
  return points;
}

/** The first point that is not before a time: they are in order. */
function placeOf(points: readonly [number, number][], time: number): number {
  let [from, to] = [0, points.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (points[middle]![0] < time) from = middle + 1;
    else to = middle;
  }
  return from;
}

export function differences(points: readonly [number, number][]): [number, number][] {
  return points.slice(1).map(([at, value], index) => [at, value - points[index]![1]]);
}

/** A time as Gnocchi takes it: ISO, epoch seconds, or relative to now as "-60s", "-10min", "-1 hour". NaN: none of these. */
export function timeOf(text: string, now: number): number {
  const relative = /^([+-]?\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  if (relative) return now + Number(relative[1]) * 1000 * (units[relative[2]!.toLowerCase()] ?? Number.NaN);
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return Date.parse(/([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text.replace(' +', '+') : `${text}Z`);
}

/** A length of time in seconds: "10", "10s", "1min". NaN: none of these. */
export function secondsOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  return match ? Number(match[1]) * (units[match[2]!.toLowerCase() || 's'] ?? Number.NaN) : Number.NaN;
}

const units: Record<string, number> = {
  ...{ ms: 0.001, s: 1, sec: 1, second: 1, seconds: 1, m: 60, min: 60, minute: 60, minutes: 60 },
  ...{ h: 3600, hour: 3600, hours: 3600, d: 86400, day: 86400, days: 86400, w: 604800, week: 604800, weeks: 604800 },
};
