import type { Entry } from '../../models/event.ts';

/** The journal as far as it is read. */
export type JournalView = {
  /** The newest first. */
  readonly lines: readonly Entry[];
  /** Nothing is older than what is read. */
  readonly isWhole: boolean;
  /** The cursor; undefined is the newest line, whichever that is. */
  readonly chosen: Entry | undefined;
  readonly filter: string;
  readonly typing: boolean;
};

export const noJournal: JournalView = { lines: [], isWhole: false, chosen: undefined, filter: '', typing: false };
