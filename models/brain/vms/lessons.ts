import { faults } from '../../faults/index.ts';
import type { Dice } from '../../random.ts';
import type { Series } from '../dataset.ts';
import { featureNames, features, survey } from '../features.ts';
import type { Lesson } from '../train.ts';
import { replay } from './replay.ts';

const width = featureNames.length;

/** An entity's rows as the network sees them; `silences` are lessons of its samples having stopped. */
export type Watched = {
  readonly series: Series;
  /** A row's features; undefined while there are too few samples. A view, not a copy. */
  readonly input: (row: number) => Float32Array | undefined;
  readonly silences: readonly Lesson[];
};

/** One healthy row in so many is also told as if no sample had come after it for so many polls. */
const silentOnceIn = 20;
const silentFor = { least: 6, most: 60 };

/** Looks at an entity as the console would. */
export function watched(names: readonly string[], series: Series, rolls: Dice): Watched {
  const values = new Float32Array(series.times.length * width);
  const known = new Uint8Array(series.times.length);
  const silences: Lesson[] = [];
  for (const { row, vm, ring, at, granularity } of replay(names, series)) {
    const look = (moment: number) =>
      features(vm, ring, moment, granularity, false, survey([vm], ring, moment, granularity));
    const input = look(at);
    if (!input) continue;
    values.set(input, row * width);
    known[row] = 1;
    if (series.labels[row] !== 0 || rolls.next() * silentOnceIn >= 1) continue;
    const polls = silentFor.least + rolls.next() * (silentFor.most - silentFor.least);
    const silence = look(at + polls * granularity * 1000)!;
    silences.push({ input: silence, failing: false, cause: 'telemetry-loss', weight: 1 });
  }
  const input = (row: number) => (known[row] ? values.subarray(row * width, (row + 1) * width) : undefined);
  return { series, input, silences };
}

/** The series without labels that a probability cannot be judged by: lost telemetry is no failure. */
export function judged(series: Series): Series {
  return { ...series, labels: series.labels.map((label, row) => (isSilent(series, row) ? -1 : label)) };
}

/** At most so many rows are learnt from, and of the healthy ones so many for each other one. */
const most = { notable: 6000, healthy: 18_000, healthyEach: 8, healthyAnyway: 2000, silences: 1500 };

/** The labelled rows as lessons, thinned where they are many: each stands for `weight` rows then. */
export function lessonsOf(all: readonly Watched[], rolls: Dice): Lesson[] {
  const rows = all.flatMap(rowsOf);
  const notable = rows.filter(({ of: { series }, row }) => series.labels[row] === 1 || isSilent(series, row));
  const healthy = rows.filter(({ of: { series }, row }) => series.labels[row] === 0 && !isSilent(series, row));
  const room = Math.min(most.healthy, Math.max(most.healthyAnyway, most.healthyEach * notable.length));
  return [...thinned(notable, most.notable, rolls), ...thinned(healthy, room, rolls)].map(
    ({ of: { series, input }, row, weight }) => {
      const failing = series.labels[row] === 1 && !isSilent(series, row);
      return { input: input(row)!, failing, cause: causeOf(series, row), weight };
    },
  );
}

/** Some of the lessons of silence: they teach, but no calibration is fitted on what was not there. */
export function silencesOf(all: readonly Watched[], rolls: Dice): Lesson[] {
  return thinned(
    all.flatMap(({ silences }) => silences),
    most.silences,
    rolls,
  );
}

type Row = { readonly of: Watched; readonly row: number };

/** The labelled rows that there are features of. */
export function rowsOf(of: Watched): Row[] {
  const rows: Row[] = [];
  of.series.labels.forEach((label, row) => {
    if (label >= 0 && of.input(row)) rows.push({ of, row });
  });
  return rows;
}

/** About so many of the items, each standing for more. */
function thinned<T>(items: readonly T[], count: number, rolls: Dice): (T & { readonly weight: number })[] {
  const share = Math.min(1, count / items.length);
  return items.filter(() => rolls.next() < share).map((item) => ({ ...item, weight: 1 / share }));
}

function isSilent({ labels, faults: named }: Series, row: number): boolean {
  return labels[row]! >= 0 && named[row] === 'telemetry-loss';
}

function causeOf(series: Series, row: number): Lesson['cause'] {
  const named = series.faults[row];
  if (!named || (series.labels[row] !== 1 && !isSilent(series, row))) return undefined;
  return faults.find(({ id }) => id === named)?.id ?? 'other';
}
