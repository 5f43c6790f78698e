import { Failure } from './failure.ts';

type Format = 'seconds' | 'ISO 8601' | 'ISO 8601 without a zone';

const seconds = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;
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
    const format = formatOf(text);
    const time = format === 'seconds' ? Number(text) : format ? Date.parse(utc(text, format)) / 1000 : Number.NaN;
    if (!format || Number.isNaN(time)) {
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

function formatOf(text: string): Format | undefined {
  if (seconds.test(text)) return 'seconds';
  const match = iso.exec(text);
  if (!match) return undefined;
  return match[1] || text.length === 10 ? 'ISO 8601' : 'ISO 8601 without a zone';
}

/** As `Date.parse` takes it on every machine alike: a T, full zones, and never the machine's own zone. */
function utc(text: string, format: Format): string {
  const plain = text
    .replace(' ', 'T')
    .replace(',', '.')
    .replace(/([+-]\d\d):?(\d\d)?$/, zone);
  return format === 'ISO 8601' ? plain : `${plain}Z`;
}

function zone(all: string, hours: string, minutes = '00'): string {
  return all.length > 2 ? `${hours}:${minutes}` : all;
}
