import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { Failure, messageOf } from './failure.ts';

const folderMode = 0o700;
const fileMode = 0o600;

/**
 * Makes a folder that only its owner can look into, whatever the umask; one that is there and ours is tightened to that.
 * Throws a `Failure` ('usage') for one that others own or use too: what is kept there could be read or put in our place.
 */
export function privateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: folderMode });
    const { uid, mode } = statSync(path);
    if (isForeign(uid)) throw notOurs(path, `belongs to somebody else (user id ${uid})`);
    if (!isOpen(mode)) return;
    if (isShared(path, mode)) throw notOurs(path, 'is for others too');
    chmodSync(path, folderMode);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const hint = 'Name a folder that can be made, or is yours, with --data-dir.';
    throw new Failure('usage', 'unwritable', `${path} cannot be written: ${messageOf(cause)}.`, hint, { cause });
  }
}

/**
 * Makes a file for its owner alone, whatever the umask, or tightens the one that is there; returns its path. It is never
 * opened where it exists: to close it again would take SQLite's locks from others in this process.
 */
export function privateFile(path: string): string {
  if (!existsSync(path)) closeSync(openSync(path, 'a', fileMode));
  tighten(path);
  return path;
}

/** Takes from others what they may do with a file of ours. One that is not there, or somebody else's, stays as it is. */
export function tighten(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() && isOpen(found.mode) && !isForeign(found.uid)) chmodSync(path, found.mode & fileMode);
}

const isOpen = (mode: number) => (mode & 0o077) !== 0;

/** Where there are no user ids there are no modes either. */
const isForeign = (uid: number) => process.getuid !== undefined && uid !== process.getuid();

/** Folders that would lock others out: those that all write into, what leads to our home, and those of the system. */
function isShared(path: string, mode: number): boolean {
  const isSticky = (mode & 0o1000) !== 0;
  const way = relative(realpathSync(path), homedir());
  const isAboveHome = way !== '' && !way.startsWith('..');
  return isSticky || isAboveHome || (process.getuid?.() === 0 && holdsOthers(path));
}

const ours = /^(models|recording-.*|\..*)$/;

function holdsOthers(path: string): boolean {
  return readdirSync(path, { withFileTypes: true }).some((one) => one.isDirectory() && !ours.test(one.name));
}

function notOurs(path: string, why: string): Failure {
  const hint = `Name one for cloud-medic alone with --data-dir, for instance ${join(path, 'cloud-medic')}.`;
  return new Failure('usage', 'not-ours', `The folder ${path} ${why}, so nothing private is kept there.`, hint);
}
