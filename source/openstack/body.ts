import type { Answer } from './http.ts';
import { readJson } from './long-json.ts';

/** A body as it is read: parsed JSON, undefined where it is empty or `broken`, or the blocks of bytes that came. */
export type Body = Pick<Answer, 'body' | 'broken' | 'length'>;

/** Bytes of an answer at most, unpacked: several times what the largest page or the longest history takes. */
export const mostBytes = 200_000_000;

/** More came than any honest answer has: what follows is not waited for. */
export class TooLarge extends Error {
  readonly code = 'TOO_LARGE';
}

type Stream = AsyncIterable<Uint8Array> | null;

/** JSON, decoded as it comes: to do that with megabytes at once would keep a key waiting. Throws `TooLarge`. */
export async function jsonOf(stream: Stream, most = mostBytes): Promise<Body> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let length = 0;
  for await (const part of upTo(most, stream)) {
    length += part.length;
    parts.push(decoder.decode(part, { stream: true }));
  }
  return { ...(await readJson(parts.join('') + decoder.decode())), length };
}

/** Bytes of a block. */
const block = 1_000_000;

/**
 * As blocks of their own, not of Node's pool: they may be handed to another thread. Filled as it comes, since to copy
 * megabytes at once would keep a key waiting. Throws `TooLarge`.
 */
export async function blocksOf(stream: Stream, most = mostBytes): Promise<Body> {
  const blocks: Uint8Array[] = [];
  let free = new Uint8Array(0);
  let length = 0;
  for await (let part of upTo(most, stream)) {
    length += part.length;
    while (part.length) {
      if (!free.length) {
        free = new Uint8Array(Math.max(part.length, block));
        blocks.push(free);
      }
      const taken = part.subarray(0, free.length);
      free.set(taken);
      free = free.subarray(taken.length);
      part = part.subarray(taken.length);
    }
  }
  const last = blocks.pop();
  if (last) blocks.push(last.subarray(0, last.length - free.length));
  return { body: blocks, broken: undefined, length };
}

/** The parts of a stream, which is closed where they are more than `most` bytes: a gzipped answer may unpack without end. */
async function* upTo(most: number, stream: Stream): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const part of stream ?? []) {
    length += part.length;
    if (length > most) throw new TooLarge(`more than ${most} bytes`);
    yield part;
  }
}
