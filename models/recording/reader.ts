import { columnOf, metrics } from '../metrics/index.ts';
import type { State } from '../state.ts';
import { changed } from './change.ts';
import { Names } from './names.ts';
import { PastRing, Samples } from './past-ring.ts';
import { fromPlain, type Plain } from './plain.ts';
import { checked, header, type Recorded } from './recorded.ts';

type Line =
  | { readonly names: readonly string[] }
  | { readonly samples: readonly number[]; readonly times: readonly number[]; readonly values: Columns }
  | { readonly whole: Plain }
  | { readonly change?: Plain };
type Columns = Readonly<Record<string, readonly (number | null)[]>>;

const nothing: State['evidence'] = new Map();

/** Reads what a `Writer` wrote, line by line. States share their samples: those of an earlier one end sooner. */
export class Reader {
  readonly #samples: Samples;
  #names = new Names();
  #fields: Recorded | undefined;

  /** `samples`: of lines that were read before, where there are any. */
  constructor(samples = new Samples()) {
    this.#samples = samples;
  }

  /** The state that the line completes, where it does. Throws what is wrong with the line, in words that go on a sentence. */
  take(text: string): State | undefined {
    if (text === header) {
      this.#names = new Names();
      this.#fields = undefined;
      return undefined;
    }
    const line = lineOf(text);
    if ('names' in line) return void line.names.forEach((name) => void this.#names.number(String(name)));
    if ('samples' in line) return this.#take(line);
    if (!('whole' in line) && !this.#fields) throw new Error('it changes a state that is not there');
    const fields = 'whole' in line ? fromPlain(line.whole) : this.#next(line.change);
    this.#fields = checked(fields as Record<string, unknown>);
    return { ...this.#fields, ring: new PastRing(this.#samples), evidence: nothing };
  }

  #next(change: Plain | undefined): unknown {
    return change === undefined ? this.#fields : changed(this.#fields, change, this.#names);
  }

  #take({ samples, times, values }: Extract<Line, { samples: unknown }>): undefined {
    const columns = Object.entries(values).flatMap(([id, column]) =>
      id in columnOf ? [[columnOf[id as keyof typeof columnOf], column] as const] : [],
    );
    let at = 0;
    samples.forEach((number, index) => {
      at += times[index]!;
      const row = new Float32Array(metrics.length).fill(Number.NaN);
      for (const [place, column] of columns) row[place] = column[index] ?? Number.NaN;
      this.#samples.take({ vm: this.#names.name(number), at, values: row });
    });
  }
}

/** Only what a moment's charts need of lines from before it: names and samples. */
export function isBefore(text: string): boolean {
  return text === header || text.startsWith('{"names"') || text.startsWith('{"samples"');
}

function lineOf(text: string): Line {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw new Error('it is not whole');
  }
  const known = ['names', 'samples', 'whole', 'change'];
  if (typeof line === 'object' && line && (known.some((key) => key in line) || !Object.keys(line).length))
    return line as Line;
  throw new Error('it is no line of a recording');
}
