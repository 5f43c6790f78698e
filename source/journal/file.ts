import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure, messageOf } from '../failure.ts';
import { privateFile, privateFolder, tighten } from '../private-files.ts';

export const inMemory = ':memory:';

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
  CREATE TABLE IF NOT EXISTS claim (
    vm TEXT PRIMARY KEY, incident TEXT NOT NULL, until INTEGER NOT NULL, holder TEXT NOT NULL DEFAULT ''
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sent (
    incident TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (incident, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS about (id INTEGER PRIMARY KEY CHECK (id = 1), cloud TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS holder (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, place TEXT NOT NULL, process TEXT NOT NULL, until INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS entry_is_never_removed BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
`;

/**
 * The journal's database, made where it is not there. Throws a Failure ('data') that names the file, also where it is
 * the journal of another cloud.
 */
export function openFile(file: string, cloud?: string): DatabaseSync {
  try {
    if (file !== inMemory) makePrivate(file);
    const database = new DatabaseSync(file);
    database.exec(schema);
    withHolders(database);
    if (cloud !== undefined) checkCloud(database, file, cloud);
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

/** All or nothing, and nobody else in between; nothing where the result is not good. */
export function together<T>(database: DatabaseSync, work: () => T, isGood = (_: T) => true): T {
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

/** Whose journal it is: a new one, or one of an earlier version, becomes this cloud's. */
function checkCloud(database: DatabaseSync, file: string, cloud: string): void {
  const known = () => database.prepare('SELECT cloud FROM about').get()?.cloud;
  if (known() === undefined) database.prepare('INSERT OR IGNORE INTO about (id, cloud) VALUES (1, ?)').run(cloud);
  const whose = known();
  if (whose === cloud) return;
  database.close();
  const hint = 'Name another folder with --data-dir, or move the file away.';
  throw new Failure('data', 'other-cloud', `The journal ${file} is that of ${whose}, and this is ${cloud}.`, hint);
}

/** A journal of an earlier version does not say whose a claim is. */
function withHolders(database: DatabaseSync): void {
  const hasHolder = () =>
    database
      .prepare('PRAGMA table_info(claim)')
      .all()
      .some(({ name }) => name === 'holder');
  if (hasHolder()) return;
  together(database, () => {
    if (!hasHolder()) database.exec("ALTER TABLE claim ADD COLUMN holder TEXT NOT NULL DEFAULT ''");
  });
}

/** SQLite gives what it writes beside the file the file's own mode; what an earlier version left there is tightened. */
function makePrivate(file: string): void {
  privateFolder(dirname(file));
  privateFile(file);
  for (const beside of ['-wal', '-shm']) tighten(file + beside);
}
