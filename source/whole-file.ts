import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Failure, messageOf } from './failure.ts';

/** `mode`: who may read it, where not everybody. */
export type Content = { readonly path: string; readonly text: string | Buffer; readonly mode?: number };

/**
 * Writes files whole or not at all: all are on the disk under other names before the first takes its own, so nothing
 * that exists is touched until then. Throws a `Failure` ('usage') that names the file.
 */
export function writeWhole(...contents: readonly Content[]): void {
  const waiting = contents.map(({ path }) => `${path}.${process.pid}.part`);
  try {
    contents.forEach(({ path, text, mode }, index) => {
      guarded(path, () => writeSynced(waiting[index]!, text, mode));
    });
    contents.forEach(({ path }, index) => {
      guarded(path, () => renameSync(waiting[index]!, path));
    });
  } finally {
    for (const path of waiting) rmSync(path, { force: true });
  }
}

/** Says before long work, not after it, that a file could not be written. */
export function checkWritable(path: string): void {
  guarded(path, () => {
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  });
}

/** Makes a folder that only its owner can look into, unless it is there. */
export function makeFolder(path: string): void {
  guarded(path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
}

function writeSynced(path: string, text: string | Buffer, mode?: number): void {
  const file = openSync(path, 'w', mode);
  try {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function guarded(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const words = `${path} cannot be written: ${messageOf(cause)}`;
    throw new Failure('usage', 'unwritable', `${words}.`, 'Name a file in a folder that is there and yours.', {
      cause,
    });
  }
}
