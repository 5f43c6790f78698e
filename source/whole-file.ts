import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Failure, messageOf } from './failure.ts';

/** `isPrivate`: for its owner alone, whatever the umask. A file that is there keeps its mode otherwise. */
export type Content = { readonly path: string; readonly text: string | Buffer; readonly isPrivate?: boolean };

/**
 * Writes files whole or not at all: all are on the disk under other names before the first takes its own, so nothing
 * that exists is touched until then. What is no file of its own (a device, a pipe, a link, one of several names of a
 * file) is written into, after the others, and never replaced. Throws a `Failure` ('usage') that names the file.
 */
export function writeWhole(...contents: readonly Content[]): void {
  for (const { path } of contents) checkWritable(path);
  const ending = `.${randomBytes(6).toString('hex')}.part`;
  const whole = contents.filter(({ path }) => isReplaceable(path));
  try {
    for (const content of whole) guarded(content.path, () => writeBeside(content, content.path + ending));
    for (const { path } of whole) guarded(path, () => renameSync(path + ending, path));
  } finally {
    for (const { path } of whole) rmSync(path + ending, { force: true });
  }
  for (const content of contents) if (!whole.includes(content)) guarded(content.path, () => writeInto(content));
}

/** Says before long work, not after it, that a file could not be written. */
export function checkWritable(path: string): void {
  guarded(path, () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('it is a folder');
    if (found?.isSocket()) throw new Error('it is a socket');
    if (found?.isBlockDevice()) throw new Error('it is a disk');
    if (!found && lookAt(path)) throw new Error('it is a link to what is not there');
    if (found) accessSync(path, constants.W_OK);
    if (isReplaceable(path)) accessSync(dirname(path), constants.W_OK | constants.X_OK);
  });
}

const lookAt = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });

/** Whether nobody misses what is there when another file takes its name. */
function isReplaceable(path: string): boolean {
  const found = lookAt(path);
  if (!found) return true;
  return found.isFile() && found.nlink === 1 && (process.getuid === undefined || found.uid === process.getuid());
}

function writeBeside({ path, text, isPrivate }: Content, place: string): void {
  const file = openSync(place, 'wx', isPrivate ? 0o600 : 0o666);
  try {
    const kept = lookAt(path);
    if (isPrivate) fchmodSync(file, 0o600);
    else if (kept) fchmodSync(file, kept.mode & 0o7777);
    writeAll(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeInto({ path, text, isPrivate }: Content): void {
  // A pipe without a reader refuses this, and would let the program wait for ever otherwise.
  const probe = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const file = openSync(path, 'w');
  closeSync(probe);
  try {
    if (isPrivate && statSync(path).isFile()) fchmodSync(file, 0o600);
    writeAll(file, text);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, text: string | Buffer): void {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

const reasons: Readonly<Record<string, string>> = {
  ENXIO: 'it is a pipe that nobody reads',
  EACCES: 'you may not write there',
  ENOENT: 'there is no such folder',
};

function guarded(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const why = reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? messageOf(cause);
    const hint = 'Name a file in a folder that is there and yours.';
    throw new Failure('usage', 'unwritable', `${path} cannot be written: ${why}.`, hint, { cause });
  }
}
