import { columnOf, metrics } from '../metrics/index.ts';
import type { State } from '../state.ts';
import { changed } from './change.ts';
import { Log } from './log.ts';
import { Names } from './names.ts';
import { PastCurves, PastRing } from './past-numbers.ts';
import { fromPlain, type Plain } from './plain.ts';
import { checked, header, type Recorded } from './recorded.ts';

type Line =
  | { readonly names: readonly string[] }
  | ({ readonly samples: readonly number[] } & Rows)
  | ({ readonly chances: readonly number[] } & Rows)
  | { readonly whole: Plain }
  | { readonly change?: Plain };
/** `times`: each by its distance from the one before. `values`: columns by their names. */
type Rows = {
  readonly times: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
};

/** The numbers of a recording: samples, and probabilities. */
export type Numbers = { readonly samples: Log; readonly chances: Log };

/** `older` reads the numbers from before; it is called once, when somebody looks back so far. */
export function numbersAfter(older: () => Numbers | undefined = () => undefined): Numbers {
  let before: Numbers | undefined | 'unread' = 'unread';
  const read = () => {
    if (before === 'unread') before = older();
    return before;
  };
  return {
    samples: new Log(metrics.length, () => read()?.samples),
    chances: new Log(1, () => read()?.chances),
  };
}

const nothing: State['evidence'] = new Map();

/** Reads what a `Writer` wrote, line by line. States share their numbers: those of an earlier one end sooner. */
export class Reader {
  readonly #numbers: Numbers;
  #names = new Names();
  #fields: Recorded | undefined;

  /** `numbers`: of lines that were read before, where there are any. */
  constructor(numbers = numbersAfter()) {
    this.#numbers = numbers;
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
    const { samples, chances } = this.#numbers;
    if ('samples' in line) return this.#take(samples, line.samples, line, columnOf);
    if ('chances' in line) return this.#take(chances, line.chances, line, { p: 0 });
    if (!('whole' in line) && !this.#fields) throw new Error('it changes a state that is not there');
    const fields = 'whole' in line ? fromPlain(line.whole) : this.#next(line.change);
    this.#fields = checked(fields as Record<string, unknown>);
    return { ...this.#fields, ring: new PastRing(samples), curves: new PastCurves(chances), evidence: nothing };
  }

  #next(change: Plain | undefined): unknown {
    return change === undefined ? this.#fields : changed(this.#fields, change, this.#names);
  }

  #take(
    log: Log,
    vms: readonly number[],
    { times, values }: Rows,
    places: Readonly<Record<string, number>>,
  ): undefined {
    const columns = Object.entries(values).flatMap(([id, column]) =>
      id in places ? [[places[id]!, column] as const] : [],
    );
    let at = 0;
    vms.forEach((number, index) => {
      at += times[index]!;
      const row = new Float32Array(log.width).fill(Number.NaN);
      for (const [place, column] of columns) row[place] = column[index] ?? Number.NaN;
      log.take(this.#names.name(number), at, row);
    });
  }
}

/** Only what a moment's charts need of lines from before it: names and numbers. */
export function isBefore(text: string): boolean {
  return text === header || ['{"names"', '{"samples"', '{"chances"'].some((begin) => text.startsWith(begin));
}

function lineOf(text: string): Line {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    throw new Error('it is not whole');
  }
  const known = ['names', 'samples', 'chances', 'whole', 'change'];
  if (typeof line === 'object' && line && (known.some((key) => key in line) || !Object.keys(line).length))
    return line as Line;
  throw new Error('it is no line of a recording');
}
