import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { SavingPlace } from '../models/wishes.ts';
import { Failure, messageOf } from './failure.ts';

/** Names that are tried before one gives up: name.svg, name-2.svg … */
const mostNames = 1000;

/**
 * Writes a file that was not there before, which only its owner can read, and returns its path. A name that is taken
 * gets a number. Throws a `Failure` ('usage') with the reason; nothing is left of a file that could not be written whole.
 */
export function keepFile(folder: string, { name, text }: { readonly name: string; readonly text: string }): string {
  const { name: stem, ext } = parse(name);
  for (let number = 1; number <= mostNames; number++) {
    const path = join(folder, number === 1 ? `${stem}${ext}` : `${stem}-${number}${ext}`);
    if (isWritten(path, text)) return path;
  }
  throw new Failure('usage', 'unwritable', `${folder} has ${mostNames} files of that name.`, 'Clear it up.');
}

/** What the console asks for with its save key: a new file in its data folder, or where it was started. */
export const saverTo =
  (folder: string) =>
  async ({ place, ...file }: { readonly place: SavingPlace; readonly name: string; readonly text: string }) =>
    keepFile(place === 'data' ? folder : process.cwd(), file);

/** False where something of that name is there, be it a link. */
function isWritten(path: string, text: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'wx', 0o600);
    writeFileSync(file, text);
    return true;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (file === undefined && code === 'EEXIST') return false;
    if (file !== undefined) rmSync(path, { force: true });
    const why = reasons[code] ?? messageOf(cause);
    throw new Failure('usage', 'unwritable', `${path} cannot be written: ${why}.`, 'Nothing was saved.', { cause });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the folder does not let you write there',
  EPERM: 'the folder does not let you write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'there is no space left',
  EDQUOT: 'your share of the disk is used up',
  ENOENT: 'there is no such folder',
};
