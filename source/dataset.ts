import type { Dataset } from '../models/brain/dataset.ts';
import { readCsv } from './csv.ts';
import { type Header, headerOf } from './dataset-header.ts';
import { Failure } from './failure.ts';
import { SeriesBuilder } from './series-builder.ts';
import { Timestamps } from './timestamps.ts';

/**
 * A data set as its files had it. For each row, in the order of the files: the index of its series, and its time as
 * text. For each series: its times as written, which repeat where clocks were put forward.
 */
export type Table = {
  readonly dataset: Dataset;
  readonly order: readonly number[];
  readonly stamps: readonly string[];
  readonly written: readonly Float64Array[];
};

/**
 * Reads labelled data, `entity,timestamp,<metrics…>,label,fault`, from CSV files (gz or not) with the same columns. A
 * file without labels is fine unless they are demanded. The rows of one entity need not be together, but in time order.
 * Throws a `Failure` ('data') that names the file, the line and the fix.
 */
export async function readDataset(files: readonly string[], labels: 'demanded' | 'optional'): Promise<Table> {
  const reader = new Reader(labels === 'demanded');
  for (const file of files) await reader.read(file);
  return reader.table();
}

/** Entities of a data set at most: each takes about a kilobyte of its own. */
const mostEntities = 100_000;

class Reader {
  readonly #demandsLabels: boolean;
  readonly #builders = new Map<string, { readonly index: number; readonly rows: SeriesBuilder }>();
  readonly #faults = new Map<string, string>();
  readonly #order: number[] = [];
  readonly #stamps: string[] = [];
  #first: { readonly file: string; readonly header: Header } | undefined;

  constructor(demandsLabels: boolean) {
    this.#demandsLabels = demandsLabels;
  }

  async read(file: string): Promise<void> {
    const times = new Timestamps(file);
    const before = this.#order.length;
    let header: Header | undefined;
    await readCsv(file, (cells, line) => {
      if (header) this.#row(cells, { file, line, header, times });
      else header = this.#header(cells, file);
    });
    if (this.#order.length > before) return;
    throw new Failure('data', 'empty', `${file} holds no rows.`, 'Write the data anew.');
  }

  table(): Table {
    const builders = Array.from(this.#builders.values(), ({ rows }) => rows);
    return {
      dataset: { metrics: this.#first!.header.metrics, series: builders.map((rows) => rows.finish()) },
      order: this.#order,
      stamps: this.#stamps,
      written: builders.map((rows) => rows.written()),
    };
  }

  #header(cells: readonly string[], file: string): Header {
    const header = headerOf(cells, file, this.#demandsLabels);
    this.#first ??= { file, header };
    if (header.names.join() === this.#first.header.names.join()) return header;
    const words = `${file} has other columns than ${this.#first.file}: ${header.names.join()}`;
    throw new Failure('data', 'other-columns', `${words}.`, `Give it the columns ${this.#first.header.names.join()}.`);
  }

  #row(cells: readonly string[], at: Place): void {
    const { header, line } = at;
    if (cells.length !== header.names.length) {
      throw bad(at, `${cells.length} cells, but the header has ${header.names.length}`, 'Mend or remove the line.');
    }
    const entity = cells[header.entity]!;
    if (!entity) throw bad(at, 'no entity', 'Write whose row it is.');
    const stamp = cells[header.timestamp]!;
    const time = at.times.read(stamp, line);
    if (this.#builders.size >= mostEntities && !this.#builders.has(entity)) {
      throw bad(at, `entity number ${mostEntities + 1}`, 'Is the entity in that column? Take fewer of them.');
    }
    const { index, rows } = this.#builder(entity, header);
    checkOrder(at, entity, time, rows);
    rows.add(time, labelOf(cells, at), this.#fault(cells[header.fault] ?? ''));
    header.columns.forEach((column, metric) => {
      rows.set(metric, numberOf(cells[column]!, at, header.metrics[metric]!));
    });
    this.#order.push(index);
    this.#stamps.push(stamp);
  }

  #builder(entity: string, { metrics }: Header) {
    const known = this.#builders.get(entity);
    if (known) return known;
    const fresh = { index: this.#builders.size, rows: new SeriesBuilder(entity, metrics.length) };
    this.#builders.set(entity, fresh);
    return fresh;
  }

  /** One string for all rows with the same fault. */
  #fault(fault: string): string {
    if (!this.#faults.has(fault)) this.#faults.set(fault, fault);
    return this.#faults.get(fault)!;
  }
}

type Place = { readonly file: string; readonly line: number; readonly header: Header; readonly times: Timestamps };

function bad({ file, line }: Place, words: string, hint: string): Failure {
  return new Failure('data', 'bad-row', `${file}, line ${line}: ${words}.`, hint);
}

function checkOrder(at: Place, entity: string, time: number, rows: SeriesBuilder): void {
  const { last } = rows;
  if (last === undefined || time > last || (time === last && rows.shiftIntoGap())) return;
  if (time === last) throw bad(at, `${entity} has this time twice`, 'Keep one row of each time.');
  throw bad(at, `${entity} goes back in time`, 'Sort the rows of each entity by timestamp.');
}

function labelOf(cells: readonly string[], at: Place): number {
  const label = cells[at.header.label] ?? '';
  if (label === '') return -1;
  // Programs that know no empty whole number write 1.0.
  if (/^[01](\.0+)?$/.test(label)) return Number(label);
  throw bad(at, `the label is "${label}"`, 'Write 1 for failing, 0 for healthy, nothing for not labelled.');
}

/** NaN of an empty cell and of NaN itself. */
function numberOf(cell: string, at: Place, metric: string): number {
  const value = cell === '' ? Number.NaN : Math.fround(Number(cell));
  if (value > Number.NEGATIVE_INFINITY && value < Number.POSITIVE_INFINITY && (value !== 0 || /\d/.test(cell)))
    return value;
  if (/^\s*(nan)?\s*$/i.test(cell)) return Number.NaN;
  throw bad(at, `${metric} is "${cell}", not a number`, 'Write a number, or nothing where there is none.');
}
