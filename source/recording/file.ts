import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Entry } from '../../models/event.ts';
import { Reader } from '../../models/recording/reader.ts';
import { header } from '../../models/recording/recorded.ts';
import type { State } from '../../models/state.ts';
import { Failure, messageOf } from '../failure.ts';
import type { Reel, Shelf } from './shelf.ts';

/** A recording as a file holds it. */
export type Recording = {
  readonly shelf: Shelf;
  /** The audit of that time, the oldest first. */
  readonly entries: readonly Entry[];
};

/** Reads a recording, gzipped or not, and every line of it. Throws a Failure ('data') that names the file and the line. */
export async function readRecording(file: string): Promise<Recording> {
  const lines = await linesOf(file);
  if (lines[0] !== header) throw bad(file, 1, 'it is not the beginning of a recording of cloud-medic');
  const reader = new Reader();
  const reels: Reel[] = [];
  const texts: string[][] = [];
  const entries: Entry[] = [];
  lines.forEach((line, index) => {
    let state: State | undefined;
    try {
      state = reader.take(line);
    } catch (error) {
      throw bad(file, index + 1, messageOf(error));
    }
    if (line === header) texts.push([]);
    texts.at(-1)!.push(line);
    if (!state) return;
    entries.push(...newer(state.entries, entries.at(-1)).reverse());
    if (reels.length < texts.length)
      reels.push({ name: String(reels.length), from: state.at, run: 'file', size: texts.length });
  });
  if (reels.length < texts.length) throw bad(file, lines.length, 'it ends before its first moment');
  const sealed = () => {
    throw new Error('a recording in a file is not changed');
  };
  return {
    entries,
    shelf: { list: () => reels, read: (name) => texts[Number(name)] ?? [], append: sealed, drop: sealed },
  };
}

/** The lines of the audit, newest first, that came after one. */
function newer(entries: readonly Entry[], last: Entry | undefined): Entry[] {
  const known = entries.findIndex(
    ({ at, kind, vm, words }) => at === last?.at && kind === last.kind && vm === last.vm && words === last.words,
  );
  return known < 0 ? entries.filter(({ at }) => at > (last?.at ?? 0)) : entries.slice(0, known);
}

async function linesOf(file: string): Promise<string[]> {
  const parts: Buffer[] = [];
  const text = () => Buffer.concat(parts).toString();
  try {
    const [first] = await createReadStream(file, { end: 1 }).toArray();
    const isPacked = Buffer.isBuffer(first) && first[0] === 0x1f && first[1] === 0x8b;
    const stream = createReadStream(file);
    for await (const part of isPacked ? stream.pipe(createGunzip()) : stream) parts.push(part as Buffer);
  } catch (error) {
    if (!parts.length) throw bad(file, undefined, messageOf(error));
    throw bad(file, text().split('\n').length, `what follows cannot be unpacked: ${messageOf(error)}`);
  }
  const lines = text().split('\n');
  const rest = lines.pop();
  if (rest) throw bad(file, lines.length + 1, 'it ends in the middle of it');
  return lines;
}

function bad(file: string, line: number | undefined, words: string): Failure {
  const where = line === undefined ? file : `${file}, line ${line},`;
  const hint = 'Export it anew with "cloud-medic journal --export FILE".';
  return new Failure('data', 'recording', `${where} cannot be replayed: ${words}.`, hint);
}
