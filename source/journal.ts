import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Entry, EntryKind } from '../models/event.ts';
import { Failure, messageOf } from './failure.ts';
import { entryOf } from './journal/line.ts';
import type { Journal } from './ports.ts';
import { privateFile, privateFolder, tighten } from './private-files.ts';
import { stillThere } from './still-there.ts';

const inMemory = ':memory:';

const schema = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL, kind TEXT NOT NULL, vm TEXT, vmName TEXT, incident TEXT,
    who TEXT NOT NULL, words TEXT NOT NULL, data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entry_of_vm ON entry (vm, seq);
  CREATE INDEX IF NOT EXISTS entry_of_kind ON entry (kind, at);
  CREATE TABLE IF NOT EXISTS claim (vm TEXT PRIMARY KEY, incident TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS sent (
    incident TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (incident, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_removed BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
`;

/**
 * The audit trail in an SQLite file (":memory:" for none). Each line is committed before `append` returns, so that
 * what was about to be sent is known after a crash. `now` (epoch ms) tells lines that are dated far ahead; who has a
 * screen to draw sets `patience`, the milliseconds that another process that writes is waited for.
 */
export function openJournal(file: string, now?: () => number, patience = 5000): Journal {
  const database = opened(file);
  database.exec(`PRAGMA busy_timeout = ${patience}`);
  /** Asked for by each tick and before each line. */
  const check = file === inMemory ? () => {} : stillThere(file);
  const toEntry = (row: Record<string, unknown>) => entryOf(row, now?.());
  const insert = database.prepare(
    'INSERT INTO entry (at, kind, vm, vmName, incident, who, words, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const newest = database.prepare('SELECT * FROM entry ORDER BY seq DESC LIMIT ?');
  const older = database.prepare('SELECT * FROM entry WHERE at <= ? ORDER BY seq DESC LIMIT ? OFFSET ?');
  const later = database.prepare('SELECT * FROM entry WHERE kind = ? AND at >= ? ORDER BY seq');
  const newestLine = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM entry');
  const linesAfter = database.prepare('SELECT * FROM entry WHERE seq > ? ORDER BY seq');
  const some = database.prepare(
    'SELECT * FROM entry WHERE at >= ?1 AND (?2 IS NULL OR vm = ?2 OR vmName = ?2) ORDER BY seq',
  );
  const claim = database.prepare(`
    INSERT INTO claim (vm, incident, until) VALUES (?, ?, ?) ON CONFLICT (vm) DO UPDATE
      SET incident = excluded.incident, until = excluded.until
      WHERE claim.incident = excluded.incident OR claim.until < ?`);
  const release = database.prepare('DELETE FROM claim WHERE incident = ?');
  const send = database.prepare('INSERT OR IGNORE INTO sent (incident, number) VALUES (?, ?)');
  const holders = database.prepare('SELECT holder, until FROM lease');
  const hold = database.prepare('INSERT OR REPLACE INTO lease (id, holder, until) VALUES (1, ?, ?)');
  const keep = ({ at, kind, vm, vmName, incident, who, words, data }: Entry) => {
    insert.run(Math.round(at), kind, vm ?? null, vmName ?? null, incident ?? null, who, words, JSON.stringify(data));
  };
  const take = ({ at, vm = '', incident = '', data }: Entry) => {
    const until = typeof data.until === 'number' ? data.until : at;
    const isFree = claim.run(vm, incident, Math.round(until), Math.round(at)).changes > 0;
    const isNew = isFree && send.run(incident, Number(data.number ?? 1)).changes > 0;
    return isNew ? undefined : 'another cloud-medic on this journal is at this VM';
  };
  return {
    append: (entry) => {
      check();
      if (entry.kind !== 'claimed' && !endsClaim(entry)) {
        keep(entry);
        return undefined;
      }
      const kept = () => {
        const refusal = entry.kind === 'claimed' ? take(entry) : undefined;
        if (refusal !== undefined) return refusal;
        if (endsClaim(entry)) release.run(entry.incident ?? '');
        keep(entry);
        return undefined;
      };
      return together(database, kept, (refusal) => refusal === undefined);
    },
    lease: (holder, now, until) => {
      check();
      return together(database, () => {
        const known = holders.get() as { readonly holder: string; readonly until: number } | undefined;
        const isHeld = known !== undefined && known.until > now && !isGone(known.holder);
        if (isHeld && known.holder !== holder) return { ...known, ours: false };
        if (until === undefined) return isHeld ? { ...known, ours: true } : undefined;
        hold.run(holder, Math.round(until));
        return { holder, until, ours: true };
      });
    },
    news: (kinds, after) => {
      const last = Number(newestLine.get()?.seq);
      if (after === undefined || after >= last) return { newest: last, entries: [] };
      const rows = linesAfter.all(after).filter(({ kind }) => kinds.includes(kind as EntryKind));
      return { newest: last, entries: rows.map(toEntry) };
    },
    entries: ({ from, vm }) => each(some.iterate(Math.round(from), vm ?? null), toEntry),
    older: (at, skip, count) => older.all(Math.round(at), count, skip).map(toEntry),
    latest: (count) => newest.all(count).map(toEntry),
    since: (at, kinds) => {
      const rows = kinds.flatMap((kind) => later.all(kind, Math.round(at)));
      return rows.sort((a, b) => Number(a.seq) - Number(b.seq)).map(toEntry);
    },
    close: () => database.close(),
  };
}

/** Whether a heal is over by this line, so that another one may begin. */
function endsClaim({ kind, data }: Entry): boolean {
  return kind === 'resolved' || ((kind === 'refused' || kind === 'done') && data.outcome !== undefined);
}

/** Holders are "machine pid", with more behind it where there are several in one process. */
export function holderHere(): string {
  return `${hostname()} ${process.pid}`;
}

function isGone(holder: string): boolean {
  const [machine, pid] = holder.split(' ');
  if (machine !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** All or nothing, and nobody else in between; nothing where the result is not good. */
function together<T>(database: DatabaseSync, work: () => T, isGood = (_: T) => true): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec(isGood(result) ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    // A full disk may have ended it already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function opened(file: string): DatabaseSync {
  try {
    if (file !== inMemory) makePrivate(file);
    const database = new DatabaseSync(file);
    database.exec(schema);
    return database;
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const why = messageOf(cause);
    throw new Failure(
      'data',
      'journal',
      `The journal ${file} cannot be used: ${why}.`,
      'Move the file away, or name another folder with --data-dir.',
      { cause },
    );
  }
}

/** SQLite gives what it writes beside the file the file's own mode; what an earlier version left there is tightened. */
function makePrivate(file: string): void {
  privateFolder(dirname(file));
  privateFile(file);
  for (const beside of ['-wal', '-shm']) tighten(file + beside);
}

function* each(
  rows: Iterable<Record<string, unknown>>,
  toEntry: (row: Record<string, unknown>) => Entry,
): Generator<Entry> {
  for (const row of rows) yield toEntry(row);
}
