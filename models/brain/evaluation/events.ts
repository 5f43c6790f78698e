import type { ScoredSeries, Series } from '../dataset.ts';

/** What counts as an early warning, and as one alarm. */
export type Rules = {
  /** Seconds before an onset in which an alarm is put down to the event. */
  readonly horizon: number;
  /** Alarmed samples with at most this many quiet ones between them are one episode. */
  readonly merge: number;
};

export const usualRules: Rules = { horizon: 900, merge: 5 };

/** A run of failing rows: times of the first and last, the row indices, the kind of fault. */
export type Event = { readonly first: number; readonly last: number; readonly rows: Int32Array; readonly kind: string };

/** A series made ready to be judged at any threshold. Missing scores count as the lowest of all. */
export type Prepared = {
  readonly times: Float64Array;
  readonly scores: Float64Array;
  readonly labels: Int8Array;
  readonly labelled: boolean;
  /** Median seconds between rows. */
  readonly step: number;
  readonly events: readonly Event[];
  readonly healthyDays: number;
  readonly days: number;
};

/** What alarms at one threshold were worth. Times in seconds. */
export type Tally = {
  events: number;
  found: number;
  early: number;
  episodes: number;
  trueEpisodes: number;
  healthyDays: number;
  days: number;
  readonly delays: number[];
  readonly leads: number[];
  readonly kinds: Map<string, { found: number; all: number }>;
};

export function prepare(scored: readonly ScoredSeries[]): Prepared[] {
  let lowest = Number.POSITIVE_INFINITY;
  for (const { scores } of scored)
    for (const score of scores) if (Number.isFinite(score) && score < lowest) lowest = score;
  const low = lowest === Number.POSITIVE_INFINITY ? 0 : lowest;
  return scored.map(({ series, scores }) => {
    const { times, labels } = series;
    const step = stepOf(times);
    const labelled = labels.some((label) => label >= 0);
    const counted = labels.reduce((sum, label) => sum + (!labelled || label >= 0 ? 1 : 0), 0);
    const healthy = labels.reduce((sum, label) => sum + (label === 0 ? 1 : 0), 0);
    return {
      times,
      labels,
      labelled,
      step,
      scores: scores.map((score) => (Number.isFinite(score) ? score : low)),
      events: eventsOf(series, step),
      healthyDays: (healthy * step) / 86_400,
      days: (counted * step) / 86_400,
    };
  });
}

/** Alarms are rows scored at `threshold` or over; neighbours are one episode; no point adjustment. */
export function tally(prepared: readonly Prepared[], threshold: number, rules: Rules): Tally {
  const result: Tally = {
    ...{ events: 0, found: 0, early: 0, episodes: 0, trueEpisodes: 0, healthyDays: 0, days: 0 },
    delays: [],
    leads: [],
    kinds: new Map(),
  };
  for (const one of prepared) {
    result.healthyDays += one.healthyDays;
    result.days += one.days;
    const episodes = episodesOf(one, threshold, (rules.merge + 1) * one.step);
    for (const event of one.events) countEvent(event, one, episodes, threshold, rules, result);
    for (const { first, last } of episodes) {
      result.episodes++;
      const its = one.events.some((event) => first <= event.last && last >= event.first - rules.horizon);
      if (its) result.trueEpisodes++;
    }
  }
  return result;
}

type Episode = { readonly first: number; last: number };

function countEvent(
  { first, rows, kind }: Event,
  { times, scores }: Prepared,
  episodes: readonly Episode[],
  threshold: number,
  { horizon }: Rules,
  result: Tally,
): void {
  const its = result.kinds.get(kind) ?? { found: 0, all: 0 };
  result.kinds.set(kind, its);
  result.events++;
  its.all++;
  const hit = rows.find((row) => scores[row]! >= threshold);
  if (hit !== undefined) {
    result.found++;
    its.found++;
    result.delays.push(times[hit]! - first);
  }
  const before = episodes.find((episode) => episode.first >= first - horizon && episode.first < first);
  if (!before) return;
  result.early++;
  result.leads.push(first - before.first);
}

function episodesOf({ times, labels, labelled, scores }: Prepared, threshold: number, gap: number): Episode[] {
  const episodes: Episode[] = [];
  for (let row = 0; row < times.length; row++) {
    if (!(scores[row]! >= threshold) || (labelled && labels[row]! < 0)) continue;
    const time = times[row]!;
    const open = episodes.at(-1);
    if (open && time - open.last <= gap) open.last = time;
    else episodes.push({ first: time, last: time });
  }
  return episodes;
}

/** Runs of failing rows; a hole shorter than one and a half steps does not end an event. */
function eventsOf({ times, labels, faults }: Series, step: number): Event[] {
  const runs: number[][] = [];
  labels.forEach((label, row) => {
    if (label !== 1) return;
    const run = runs.at(-1);
    if (run && times[row]! - times[run.at(-1)!]! <= 1.5 * step) run.push(row);
    else runs.push([row]);
  });
  return runs.map((rows) => ({
    first: times[rows[0]!]!,
    last: times[rows.at(-1)!]!,
    rows: Int32Array.from(rows),
    kind: faults[rows.find((row) => faults[row] !== '') ?? -1] ?? '',
  }));
}

/** Median seconds between rows; 60 where there is but one. */
export function stepOf(times: Float64Array): number {
  const steps = new Float64Array(Math.max(0, times.length - 1));
  for (let row = 1; row < times.length; row++) steps[row - 1] = times[row]! - times[row - 1]!;
  return median(steps) ?? 60;
}

/** The middle value, or the mean of the middle two; undefined of nothing. */
export function median(values: ArrayLike<number>): number | undefined {
  if (!values.length) return undefined;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
