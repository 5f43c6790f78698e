import type { Entry } from '../../models/event.ts';
import { Reader } from '../../models/recording/reader.ts';
import { header } from '../../models/recording/recorded.ts';
import { Failure, messageOf } from '../failure.ts';
import { linesOf, Unreadable } from './lines.ts';
import type { Reel, Shelf } from './shelf.ts';

/** A recording as a file holds it. */
export type Recording = {
  readonly shelf: Shelf;
  /** The audit of that time, the oldest first. */
  readonly entries: readonly Entry[];
};

/** Moments of a reel at most: each is held while it is looked at. */
const mostMoments = 50_000;

/**
 * Reads a recording, gzipped or not, line by line. Throws a Failure ('data') that names the file and the line, also where
 * there is more than any recording holds.
 */
export async function readRecording(file: string): Promise<Recording> {
  const reader = new Reader();
  const reels: Reel[] = [];
  const texts: string[][] = [];
  const entries: Entry[] = [];
  let number = 0;
  let moments = 0;
  try {
    for await (const line of linesOf(file)) {
      number++;
      if (number === 1 && line !== header) throw new Error('it is not the beginning of a recording of cloud-medic');
      const state = reader.take(line);
      if (line === header) {
        texts.push([]);
        moments = 0;
      }
      texts.at(-1)!.push(line);
      if (!state) continue;
      if (++moments > mostMoments) throw new Error('it has more moments than any recording');
      entries.push(...newer(state.entries, entries.at(-1)).reverse());
      if (reels.length < texts.length)
        reels.push({ name: String(reels.length), from: state.at, run: 'file', size: texts.length });
    }
  } catch (error) {
    throw bad(file, error instanceof Unreadable ? error.line : number, messageOf(error));
  }
  if (!number) throw bad(file, 1, 'it is not the beginning of a recording of cloud-medic');
  if (reels.length < texts.length) throw bad(file, number, 'it ends before its first moment');
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

function bad(file: string, line: number | undefined, words: string): Failure {
  const where = line === undefined ? file : `${file}, line ${line},`;
  const hint = 'Export it anew with "cloud-medic journal --export FILE".';
  return new Failure('data', 'recording', `${where} cannot be replayed: ${words}.`, hint);
}
