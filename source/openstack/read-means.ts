import { setImmediate as breath } from 'node:timers/promises';
import type { Group } from './gnocchi.ts';
import { notJson } from './in-front.ts';
import { readJson } from './long-json.ts';
import { Readings, type Rows } from './samples.ts';

/** One tick's answers of Gnocchi. */
export type Means = {
  /** Each the JSON of a list of `Group`s in blocks of bytes; without blocks where none came. */
  readonly answers: readonly (readonly Uint8Array<ArrayBuffer>[])[];
  /** Milliseconds between two points at least, and between two samples as far as is known. */
  readonly least: number;
  readonly spacing: number;
};

export type MeansRead = {
  readonly rows: Rows;
  /** Milliseconds between two samples as they really come. */
  readonly spacing: number;
  /** Milliseconds that the last two readings of a counter are apart, at most; infinite where one has no second. */
  readonly reach: number;
  /** Of each answer what is wrong with it. */
  readonly wrong: readonly (string | undefined)[];
};

/** Counters are differenced over at most this many samples' time. */
export const longestGap = 5;

/** VMs that are gone through before keys and drawing have their turn, where this is their thread. */
const slice = 250;

/** Makes readings out of the answers: all that takes long with megabytes of them. */
export async function readMeans({ answers, least, spacing: known }: Means): Promise<MeansRead> {
  const lists: (readonly Group[])[] = [];
  const wrong: (string | undefined)[] = [];
  for (const blocks of answers) {
    const decoder = new TextDecoder();
    const text = blocks.map((block) => decoder.decode(block, { stream: true })).join('') + decoder.decode();
    const { body = [], broken } = await readJson(text);
    const isList = Array.isArray(body);
    wrong.push(broken !== undefined ? `it is ${notJson(broken)}` : isList ? undefined : 'it is no list of groups.');
    lists.push(isList ? (body as Group[]) : []);
  }
  const spacing = Math.max(least, usualGap(lists[0]!) ?? known);
  const readings = new Readings(longestGap * spacing);
  for (const list of lists) {
    for (let from = 0; from < list.length; from += slice) {
      readings.add(list.slice(from, from + slice));
      await breath();
    }
  }
  return { rows: readings.rows(), spacing, reach: readings.reach, wrong };
}

/** Median milliseconds between two readings of `cpu` of the first VMs; undefined where there are no two. */
function usualGap(groups: readonly Group[]): number | undefined {
  const gaps = groups.slice(0, 50).flatMap((group) => {
    const series = Object.values(group?.measures?.measures ?? {})[0]?.cpu?.mean;
    if (!Array.isArray(series)) return [];
    const times = series.flatMap((point) => (typeof point?.[2] === 'number' ? [Date.parse(point[0])] : []));
    return times.slice(1).map((at, i) => at - times[i]!);
  });
  return gaps.sort((a, b) => a - b)[gaps.length >> 1];
}
