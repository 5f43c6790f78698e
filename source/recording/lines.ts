import { createReadStream, type ReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../failure.ts';

/** Characters of a recording at most, and of one of its lines: what is exported keeps to them too. */
export const mostText = 256_000_000;
const mostLine = 64_000_000;
const mostLines = 1_000_000;

/** Why a file's line cannot be read; `line` is undefined where nothing could. */
export class Unreadable extends Error {
  readonly line: number | undefined;

  constructor(line: number | undefined, words: string) {
    super(words);
    this.line = line;
  }
}

/**
 * The lines of a text file, gzipped or not, as they are unpacked: who stops taking them stops the unpacking. Throws an
 * `Unreadable`, also where there is more than any recording holds.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  let lines = 0;
  let length = 0;
  let rest: string[] = [];
  let restLength = 0;
  const fail = (words: string) => new Unreadable(lines + 1, words);
  for await (const text of textOf(file, () => (length ? lines + 1 : undefined))) {
    length += text.length;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield rest.join('') + text.slice(from, end);
      lines++;
      rest = [];
      restLength = 0;
      from = end + 1;
    }
    restLength += text.length - from;
    if (from < text.length) rest.push(text.slice(from));
    if (restLength > mostLine) throw fail('the line has no end');
    if (length > mostText || lines > mostLines) throw fail('it unpacks to more than any recording holds');
  }
  if (restLength) throw fail('it ends in the middle of it');
}

/** Decoded as it comes. `line` is where one is when it fails. */
async function* textOf(file: string, line: () => number | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let stream: ReadStream | undefined;
  try {
    const [first] = await createReadStream(file, { end: 1 }).toArray();
    const isPacked = Buffer.isBuffer(first) && first[0] === 0x1f && first[1] === 0x8b;
    stream = createReadStream(file);
    const unpacked = isPacked ? stream.pipe(createGunzip()) : stream;
    stream.on('error', (error) => unpacked.destroy(error));
    for await (const part of unpacked) yield decoder.decode(part as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    const at = line();
    throw new Unreadable(at, `${at ? 'what follows cannot be unpacked: ' : ''}${messageOf(error)}`);
  } finally {
    stream?.destroy();
  }
}
