import { ceiling, followed, idle, speeds } from '../../../../models/brain/track/layout.ts';

/** One sample of a history: epoch milliseconds, and a value for each metric. */
export type Row = { readonly at: number; readonly values: Float32Array };

/** Everything that a track remembers of one side, computed plainly from the whole history. */
export function batch(rows: readonly Row[], side: number, capacity: number, held: readonly boolean[]) {
  const values = rows.map((row) => sideValue(row, side));
  const { passed, intervals } = paces(rows);
  const known = values.flatMap((value, i) => (Number.isNaN(value) ? [] : [i]));
  const weights = (speed: { seconds: number; samples: number }) => {
    const weight = new Array<number>(rows.length).fill(1);
    for (let i = rows.length - 2; i >= 0; i--)
      weight[i] = weight[i + 1]! * keep(speed, passed[i + 1]!, intervals[i + 1]!);
    return weight;
  };
  const moves = values.map((value, i) => {
    const before = known.filter((j) => j < i).at(-1);
    return before === undefined ? Number.NaN : Math.abs(value - values[before]!);
  });
  return {
    now: recent(rows, values),
    level: mean(values, weights(speeds.fast)),
    deviation: deviation(values, weights(speeds.fast)),
    movement: mean(moves, weights(speeds.fast)),
    trends: speeds.lines.map((speed) => trend(rows, values, weights(speed))),
    usual: usual(rows, values, side, capacity, held),
    pinned: streak(values, (value) => value >= ceiling),
    quiet: streak(values, (value) => value <= idle),
  };
}

function sideValue({ values }: Row, side: number): number {
  const all = followed[side]!.columns.map((column) => values[column]!);
  if (followed[side]!.ratio) return Math.log((all[0]! + 2) / (all[1]! + 2));
  const some = all.filter((value) => !Number.isNaN(value));
  return some.length ? some.reduce((sum, value) => sum + value, 0) : Number.NaN;
}

function paces(rows: readonly Row[]) {
  const passed = rows.map(({ at }, i) => (i ? at - rows[i - 1]!.at : 0));
  const intervals: number[] = [];
  for (const one of passed) {
    const last = intervals.at(-1) ?? 0;
    intervals.push(last ? last + (Math.min(2 * last, Math.max(last / 2, one)) - last) / 8 : one);
  }
  return { passed, intervals };
}

function keep({ seconds, samples }: { seconds: number; samples: number }, passed: number, interval: number): number {
  return passed > 0 ? Math.exp(-passed / Math.max(seconds * 1000, samples * interval)) : 1;
}

function sum(values: readonly number[], weights: readonly number[], of: (value: number, i: number) => number): number {
  return values.reduce((all, value, i) => (Number.isNaN(value) ? all : all + weights[i]! * of(value, i)), 0);
}

function mean(values: readonly number[], weights: readonly number[]): number {
  const weight = sum(values, weights, () => 1);
  return weight > 1e-3 ? sum(values, weights, (value) => value) / weight : Number.NaN;
}

function deviation(values: readonly number[], weights: readonly number[]): number {
  const middle = mean(values, weights);
  return Math.sqrt(sum(values, weights, (value) => (value - middle) ** 2) / sum(values, weights, () => 1));
}

function trend(rows: readonly Row[], values: readonly number[], weights: readonly number[]) {
  const x = rows.map(({ at }) => (at - rows.at(-1)!.at) / 60_000);
  const weight = sum(values, weights, () => 1);
  const seen = weight ** 2 / sum(values, weights, (_, i) => weights[i]!);
  const [mx, my] = [sum(values, weights, (_, i) => x[i]!) / weight, sum(values, weights, (value) => value) / weight];
  const xx = sum(values, weights, (_, i) => (x[i]! - mx) ** 2);
  const xy = sum(values, weights, (value, i) => (x[i]! - mx) * (value - my));
  const yy = sum(values, weights, (value) => (value - my) ** 2);
  if (!(seen >= 3) || xx <= 1e-9 || yy <= 1e-6) return { slope: 0, fit: 0, error: 0 };
  const fit = xy ** 2 / (xx * yy);
  return { slope: xy / xx, fit, error: Math.sqrt((yy * Math.max(0, 1 - fit)) / xx / Math.max(1, seen - 2)) };
}

function recent(rows: readonly Row[], values: readonly number[]): number {
  const some: number[] = [];
  for (let i = rows.length - 1; i >= Math.max(0, rows.length - 3); i--) {
    if (some.length && rows.at(-1)!.at - rows[i]!.at >= 30_000) break;
    if (!Number.isNaN(values[i]!)) some.push(values[i]!);
  }
  return some.length ? some.reduce((all, value) => all + value, 0) / some.length : Number.NaN;
}

function streak(values: readonly number[], holds: (value: number) => boolean): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length - 1 - known.findLastIndex((value) => !holds(value));
}

/** The rows in the order in which they are learnt, each with the interval of that moment; a held one never is. */
function learnt(rows: readonly Row[], capacity: number, held: readonly boolean[]) {
  const { intervals, passed } = paces(rows);
  const order: { row: number; interval: number; gap: number }[] = [];
  let next = 0;
  rows.forEach(({ at }, i) => {
    if (held[i] && order.length >= 12) next = i + 1;
    for (; next <= i; next++) {
      if (!(i - next >= 3 && at - rows[next]!.at >= 120_000) && i - next < capacity / 2) break;
      order.push({ row: next, interval: intervals[i]!, gap: Math.min(passed[next]!, 5 * intervals[i]!) });
    }
  });
  return order;
}

function usual(
  rows: readonly Row[],
  values: readonly number[],
  side: number,
  capacity: number,
  held: readonly boolean[],
) {
  const { unit, young } = followed[side]!;
  const speed = young ? speeds.young : speeds.usual;
  const cut = (value: number, reach: number) => Math.max(-reach, Math.min(reach, value));
  const seen: number[] = [];
  let [level, deviation, low, high, max, movement, activity] = [0, 0, 0, 0, 0, 0, 0];
  for (const { row, interval, gap } of learnt(rows, capacity, held)) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    seen.push(value);
    const n = seen.length;
    if (n === 1) [level, low, high, max, activity] = [value, value, value, value, value > idle ? 1 : 0];
    if (n === 1) continue;
    const rate = Math.max(1 / n, 1 - keep(speed, gap, interval));
    const reach = n > 6 ? 4 * deviation + unit : Number.POSITIVE_INFINITY;
    const moved = Math.min(Math.abs(value - seen[n - 2]!), n > 6 ? 4 * movement + unit : Number.POSITIVE_INFINITY);
    const step = cut(value - level, reach);
    low += Math.min(1, rate * (value < low ? 1.9 : 0.1)) * cut(value - low, reach);
    high += Math.min(1, rate * (value > high ? 1.9 : 0.1)) * cut(value - high, reach);
    level += rate * step;
    deviation += rate * (Math.abs(step) - deviation);
    max = Math.max(value, level + (max - level) * keep(speeds.max, gap, interval));
    movement = n === 2 ? moved : movement + rate * (moved - movement);
    activity += rate * ((value > idle ? 1 : 0) - activity);
  }
  return seen.length < 6 ? undefined : { level, deviation, low, high, max, movement, activity };
}
