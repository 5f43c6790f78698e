import { Failure } from './failure.ts';

/** Where to find what in a row; -1 for a column that is not there. `columns` are those of `metrics`. */
export type Header = {
  readonly names: readonly string[];
  readonly metrics: readonly string[];
  readonly columns: readonly number[];
  readonly entity: number;
  readonly timestamp: number;
  readonly label: number;
  readonly fault: number;
};

const own = ['entity', 'timestamp', 'label', 'fault'];

/** Reads the names of the columns: whatever is not entity, timestamp, label or fault is a metric. */
export function headerOf(cells: readonly string[], file: string, demandsLabels: boolean): Header {
  const names = cells.map((name) => name.trim());
  const failure = (words: string, hint: string) =>
    new Failure('data', 'bad-header', `${file}, line 1: ${words}.`, hint);
  const demanded = ['entity', 'timestamp', ...(demandsLabels ? ['label'] : [])];
  const missing = demanded.filter((name) => !names.includes(name));
  if (missing.length) {
    const words = `there is no column ${missing.join(' and no column ')}`;
    throw failure(words, 'The header has to be entity,timestamp,<metrics…>,label,fault.');
  }
  const odd = names.find((name, index) => !name || names.indexOf(name) !== index);
  if (odd !== undefined) {
    throw failure(
      odd ? `the column ${odd} is there twice` : 'a column has no name',
      'Give each column a name of its own.',
    );
  }
  const metrics = names.filter((name) => !own.includes(name));
  if (!metrics.length)
    throw failure('there is no metric', 'Put at least one column of numbers beside entity and timestamp.');
  const [entity, timestamp, label, fault] = own.map((name) => names.indexOf(name)) as [number, number, number, number];
  const columns = metrics.map((name) => names.indexOf(name));
  return { names, metrics, columns, entity, timestamp, label, fault };
}
