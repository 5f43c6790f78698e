import type { ScoredSeries } from '../models/brain/dataset.ts';
import { readCsv } from './csv.ts';
import type { Table } from './dataset.ts';
import { Failure } from './failure.ts';
import { Timestamps } from './timestamps.ts';

/** Scores as CSV, `entity,timestamp,score`, a line for each row in the order of the input and with its own timestamp. */
export function scoresCsv({ dataset, order, stamps }: Table, scores: readonly Float64Array[]): string {
  const names = dataset.series.map(({ entity }) =>
    /[",\r\n]/.test(entity) ? `"${entity.replaceAll('"', '""')}"` : entity,
  );
  const next = new Uint32Array(names.length);
  const lines = order.map((index, row) => {
    const score = scores[index]![next[index]!++]!;
    return `${names[index]},${stamps[row]},${Number.isNaN(score) ? '' : score}\n`;
  });
  return `entity,timestamp,score\n${lines.join('')}`;
}

/** The series as they were written, to be judged: where a time is repeated, its last row's score is that of all. */
export function asWritten({ dataset, written }: Table, scores: readonly Float64Array[]): ScoredSeries[] {
  return dataset.series.map((one, index) => {
    const [times, own] = [written[index]!, scores[index]!.slice()];
    for (let row = own.length - 2; row >= 0; row--) if (times[row] === times[row + 1]) own[row] = own[row + 1]!;
    return { series: { ...one, times }, scores: own };
  });
}

/**
 * Reads a file of scores, `entity,timestamp,score[,…]`, and joins it to the rows by whole seconds; NaN for a row without
 * a score. Throws a `Failure` ('data') where columns are missing or no score fits any row.
 */
export async function readScores(file: string, { dataset, written }: Table): Promise<Float64Array[]> {
  const known = await scoresByEntity(file);
  let found = 0;
  const scores = dataset.series.map(({ entity }, index) =>
    written[index]!.map((time) => {
      const score = known.get(entity)?.get(Math.trunc(time));
      if (score !== undefined) found++;
      return score ?? Number.NaN;
    }),
  );
  if (found) return scores;
  throw new Failure(
    'data',
    'other-rows',
    `No score of ${file} is of a row of the data.`,
    'Give it the data it was made from.',
  );
}

async function scoresByEntity(file: string): Promise<Map<string, Map<number, number>>> {
  const known = new Map<string, Map<number, number>>();
  let columns: readonly number[] | undefined;
  const times = new Timestamps(file);
  await readCsv(file, (cells, line) => {
    if (!columns) {
      columns = columnsOf(cells, file);
      return;
    }
    const [entity, time, score] = columns.map((column) => cells[column] ?? '') as [string, string, string];
    const seconds = Math.trunc(times.read(time, line));
    // What is not finite is no score: the row counts as having none.
    if (score === '' || !Number.isFinite(Number(score))) return;
    if (!known.has(entity)) known.set(entity, new Map());
    known.get(entity)!.set(seconds, Number(score));
  });
  return known;
}

function columnsOf(cells: readonly string[], file: string): readonly number[] {
  return ['entity', 'timestamp', 'score'].map((name) => {
    const column = cells.indexOf(name);
    if (column >= 0) return column;
    const words = `${file}, line 1: there is no column ${name}`;
    throw new Failure('data', 'bad-header', `${words}.`, 'The header has to be entity,timestamp,score.');
  });
}
