import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { Failure } from '../failure.ts';
import { privateFolder } from '../private-files.ts';
import { writeWhole } from '../whole-file.ts';
import { mostText } from './lines.ts';

/** A stretch of a recording that begins with a whole state. */
export type Reel = {
  readonly name: string;
  /** Time of its first state, epoch ms. */
  readonly from: number;
  /** Those of one run of the program go on from each other. */
  readonly run: string;
  /** Bytes that it takes. */
  readonly size: number;
};

/** Where the reels are. */
export type Shelf = {
  /** The oldest first. */
  list(): readonly Reel[];
  /** Its lines, without one that was cut short. */
  read(name: string): readonly string[];
  /** A piece of its text, which may end within a line. */
  append(name: string, text: Uint8Array): void;
  drop(name: string): void;
};

/**
 * Reels as files of gzipped lines that only their owner can read; what is written stays after a crash. `cloud` says of
 * which cloud they must be. Throws a Failure ('data') where they are another one's.
 */
export function folderShelf(folder: string, cloud?: string): Shelf {
  const about = join(folder, 'cloud.txt');
  if (cloud !== undefined && existsSync(about)) checkCloud(folder, readFileSync(about, 'utf8').trim(), cloud);
  /** Made once: of a data folder that was removed meanwhile not a part must come back. */
  let isMade = false;
  return {
    list: () => {
      const names = existsSync(folder) ? readdirSync(folder) : [];
      return reels(
        names.filter((name) => named.test(name)),
        (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size,
      );
    },
    read: (name) => linesOf(readFileSync(join(folder, name))),
    append: (name, text) => {
      if (!isMade) privateFolder(folder);
      if (!isMade && cloud !== undefined && !existsSync(about))
        writeWhole({ path: about, text: `${cloud}\n`, isPrivate: true });
      isMade = true;
      appendFileSync(join(folder, name), packed(text), { mode: 0o600 });
    },
    drop: (name) => rmSync(join(folder, name), { force: true }),
  };
}

function checkCloud(folder: string, whose: string, cloud: string): void {
  if (whose === cloud) return;
  const hint = 'Name another folder with --data-dir, or move that one away.';
  throw new Failure('data', 'other-cloud', `The recording ${folder} is that of ${whose}, and this is ${cloud}.`, hint);
}

/** Reels that end with the process. */
export function memoryShelf(): Shelf {
  const parts = new Map<string, Buffer[]>();
  const sizeOf = (name: string) => parts.get(name)?.reduce((sum, part) => sum + part.length, 0);
  return {
    list: () => reels([...parts.keys()], sizeOf),
    read: (name) => linesOf(Buffer.concat(parts.get(name) ?? [])),
    append: (name, text) => void parts.set(name, [...(parts.get(name) ?? []), packed(text)]),
    drop: (name) => void parts.delete(name),
  };
}

const named = /^(\d+)-([\w-]+)\.jsonl\.gz$/;

export const reelName = (from: number, run: string): string => `${Math.round(from)}-${run}.jsonl.gz`;

function reels(names: readonly string[], sizeOf: (name: string) => number | undefined): Reel[] {
  return names
    .flatMap((name) => {
      const [, from, run] = named.exec(name)!;
      const size = sizeOf(name);
      return size === undefined ? [] : [{ name, from: Number(from), run: run!, size }];
    })
    .sort((a, b) => a.from - b.from);
}

/** Each piece is a gzip file of its own, which may follow each other. */
function packed(text: Uint8Array): Buffer {
  return gzipSync(text, { level: 3 });
}

function linesOf(bytes: Buffer): string[] {
  const text = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: mostText }).toString();
  return text.slice(0, text.lastIndexOf('\n')).split('\n');
}
