import { Failure } from './failure.ts';

type Format = 'seconds' | 'ISO 8601' | 'ISO 8601 without a zone';

const seconds = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:(Z)|([+-]\d\d)(?::?(\d\d))?)?)?$/;
/** Seconds after which a number can only be meant as milliseconds: the year 5138. */
const tooLate = 1e11;

/** Reads one file's timestamps: all in seconds, or all ISO 8601 (UTC where no zone is given). */
export class Timestamps {
  readonly #file: string;
  #format: Format | undefined;
  #since = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Seconds. Throws a `Failure` that names file and line. */
  read(text: string, line: number): number {
    const { format, time } = seconds.test(text) ? { format: 'seconds' as const, time: Number(text) } : calendar(text);
    if (Number.isNaN(time)) {
      throw this.#failure(line, `"${text}" is no time`, 'Write seconds, or ISO 8601 as in 2026-01-31T12:00:00Z.');
    }
    if (Math.abs(time) > tooLate)
      throw this.#failure(line, `${text} s is no time`, 'If these are milliseconds, divide by 1000.');
    if (!this.#format) [this.#format, this.#since] = [format, line];
    if (format === this.#format) return time;
    const words = `the time is ${format}, but in line ${this.#since} it is ${this.#format}`;
    throw this.#failure(line, words, 'Write all times of a file in one way.');
  }

  #failure(line: number, words: string, hint: string): Failure {
    return new Failure('data', 'bad-time', `${this.#file}, line ${line}: ${words}.`, hint);
  }
}

/** A date and a time of day, in UTC where it names no zone: never in the machine's own. */
function calendar(text: string): { readonly format: Format; readonly time: number } {
  const [, date, clock, z, hours, minutes = '00'] = iso.exec(text) ?? [];
  const format = clock && !z && !hours ? 'ISO 8601 without a zone' : 'ISO 8601';
  const zone = hours ? `${hours}:${minutes}` : 'Z';
  return { format, time: Date.parse(`${date}T${clock ?? '00:00'}${zone}`) / 1000 };
}
