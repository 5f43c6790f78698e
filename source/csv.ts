import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { Failure, messageOf } from './failure.ts';

/** Records of a file, and bytes that it unpacks to, at most: all of it is held in memory. */
const mostRecords = 10_000_000;
const mostBytes = 2_000_000_000;

/**
 * Reads a CSV file, gz or not, as a stream: `take` gets each record's cells and the line it ends on (the header too).
 * Throws a `Failure` ('data') that names the file, the line and the fix; what `take` throws comes through as it is.
 */
export async function readCsv(
  file: string,
  take: (cells: string[], line: number) => void,
  most = mostBytes,
): Promise<void> {
  const stream = createReadStream(file);
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1 << 20,
    on_record: (cells: string[], { lines, records }) => {
      if (records > mostRecords) throw tooMuch(file, lines);
      take(cells, lines);
      return null;
    },
  });
  parser.resume();
  try {
    if (await isGz(stream, file)) await pipeline(stream, createGunzip(), upTo(most, file), parser);
    else await pipeline(stream, parser);
  } catch (error) {
    throw error instanceof Failure ? error : failureOf(error as StreamError, file);
  } finally {
    stream.destroy();
  }
}

/** Lets a stream through until it is more than so many bytes: what is packed well may unpack without end. */
function upTo(most: number, file: string) {
  let length = 0;
  return async function* (parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      length += part.length;
      if (length > most) throw tooMuch(file);
      yield part;
    }
  };
}

function tooMuch(file: string, line?: number): Failure {
  const words = line
    ? `has more than ${mostRecords / 1e6} million rows`
    : `unpacks to more than any table that can be held`;
  return new Failure('data', 'too-large', `${file} ${words}.`, 'Take a part of it, or fewer rows of each entity.');
}

/** By its first two bytes, whatever it is called; but what is called .gz has to be. Leaves the stream at its beginning. */
async function isGz(stream: Readable, file: string): Promise<boolean> {
  await once(stream, 'readable');
  const head: Buffer | null = stream.read(2);
  if (!head) throw new Failure('data', 'empty', `${file} is empty.`, 'Write the data anew.');
  stream.unshift(head);
  const gz = head[0] === 0x1f && head[1] === 0x8b;
  if (!gz && file.endsWith('.gz')) {
    throw new Failure('data', 'not-gz', `${file} is not gzip data, although it is named so.`, 'Take .gz off its name.');
  }
  return gz;
}

/** Of the file system, zlib or csv-parse; `lines` is the latter's. */
type StreamError = Error & { readonly code?: string; readonly lines?: number };

function failureOf(cause: StreamError, file: string): Failure {
  const failure = (code: string, words: string, hint: string) =>
    new Failure('data', code, `${file} ${words}.`, hint, { cause });
  const { code = '' } = cause;
  if (code === 'ENOENT') return failure('no-data', 'is not there', 'Look at the path.');
  if (code === 'EISDIR') return failure('no-data', 'is a folder', 'Name a file in it.');
  if (code === 'Z_BUF_ERROR')
    return failure('truncated', 'ends in the middle: it is truncated', 'Fetch or write it anew.');
  if (code.startsWith('Z_')) return failure('damaged', `is damaged: ${cause.message}`, 'Fetch or write it anew.');
  if (code.startsWith('CSV_')) {
    return failure(
      'no-csv',
      `is not CSV from line ${cause.lines} on: ${cause.message}`,
      'Mend its quotes and separators.',
    );
  }
  return failure('unreadable', `cannot be read: ${messageOf(cause)}`, 'Look at its permissions.');
}
