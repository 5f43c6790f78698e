import { day } from '../models/claims.ts';
import type { Entry, EntryKind } from '../models/event.ts';
import { healKinds, lastingKinds } from '../models/resume.ts';
import { inMemory, openFile, together } from './journal/file.ts';
import { holdersOf } from './journal/holders.ts';
import { entryOf } from './journal/line.ts';
import type { Journal } from './ports.ts';
import { stillThere } from './still-there.ts';

type Options = { readonly now?: () => number; readonly patience?: number; readonly cloud?: string };

/** Lines of a kind, and lines of news, that are read at once: thousands of times what honest work writes. */
const mostOfKind = 5000;
const mostNews = 1000;

/**
 * The audit trail in an SQLite file (":memory:" for none). Each line is committed before `append` returns, so that
 * what was about to be sent is known after a crash. `now` (epoch ms) tells lines that are dated far ahead; who has a
 * screen to draw sets `patience`, the milliseconds that another process that writes is waited for; `cloud` says of which
 * cloud it must be.
 */
export function openJournal(file: string, { now, patience = 5000, cloud }: Options = {}): Journal {
  const database = openFile(file, cloud);
  database.exec(`PRAGMA busy_timeout = ${patience}`);
  /** Asked for by each tick and before each line. */
  const check = file === inMemory ? () => {} : stillThere(file);
  const toEntry = (row: Record<string, unknown>) => entryOf(row, now?.());
  const insert = database.prepare(
    'INSERT INTO entry (at, kind, vm, vmName, incident, who, words, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const newest = database.prepare('SELECT * FROM entry ORDER BY seq DESC LIMIT ?');
  const older = database.prepare('SELECT * FROM entry WHERE at <= ? ORDER BY seq DESC LIMIT ? OFFSET ?');
  const later = database.prepare('SELECT * FROM entry WHERE kind = ? AND at >= ? ORDER BY seq DESC LIMIT ?');
  const newestLine = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM entry');
  const linesAfter = database.prepare(
    'SELECT * FROM entry WHERE seq > ?1 AND +kind IN (SELECT value FROM json_each(?2)) ORDER BY seq LIMIT ?3',
  );
  const some = database.prepare(
    'SELECT * FROM entry WHERE at >= ?1 AND (?2 IS NULL OR vm = ?2 OR vmName = ?2) ORDER BY seq',
  );
  const told = database.prepare(`
    SELECT 1 FROM entry WHERE kind = 'fault' AND vm = ? AND words = ?
      AND iif(json_valid(data), json_extract(data, '$.injection'), NULL) = ?`);
  const claim = database.prepare(`
    INSERT INTO claim (vm, incident, until, holder) VALUES (?, ?, ?, ?) ON CONFLICT (vm) DO UPDATE
      SET incident = excluded.incident, until = excluded.until, holder = excluded.holder
      WHERE claim.incident = excluded.incident OR claim.until < ?`);
  const claimed = database.prepare('SELECT holder FROM claim WHERE vm = ? AND incident <> ?');
  const release = database.prepare('DELETE FROM claim WHERE incident = ?');
  const send = database.prepare('INSERT OR IGNORE INTO sent (incident, number) VALUES (?, ?)');
  const holders = holdersOf(database);
  const keep = ({ at, kind, vm, vmName, incident, who, words, data }: Entry) => {
    insert.run(Math.round(at), kind, vm ?? null, vmName ?? null, incident ?? null, who, words, JSON.stringify(data));
  };
  const take = ({ at, vm = '', incident = '', data }: Entry) => {
    const until = typeof data.until === 'number' ? data.until : at;
    const holder = typeof data.holder === 'string' ? data.holder : '';
    const { holder: other } = claimed.get(vm, incident) ?? {};
    // Whoever lives ends its claims itself: none of them lapses by a clock that was set ahead.
    const isHeld = typeof other === 'string' && holders.others(holder, at).has(other);
    const isFree = !isHeld && claim.run(vm, incident, Math.round(until), holder, Math.round(at)).changes > 0;
    const isNew = isFree && send.run(incident, Number(data.number ?? 1)).changes > 0;
    return isNew ? undefined : 'another cloud-medic on this journal is at this VM';
  };
  const since = (at: number, kinds: readonly EntryKind[]) => {
    const found = kinds.map((kind) => later.all(kind, Math.round(at), mostOfKind));
    // Of lines that follow from each other none is without those before it.
    const first = Math.max(0, ...found.map((rows) => Number(rows[mostOfKind - 1]?.seq ?? 0)));
    const rows = found.flat().filter(({ seq }) => Number(seq) >= first);
    return rows.sort((a, b) => Number(a.seq) - Number(b.seq)).map(toEntry);
  };
  const counting = (at: number) => [
    ...lastingKinds.flatMap((kind) => since(0, [kind])),
    ...since(at - 7 * day, healKinds),
  ];
  return {
    append: (entry, claimCheck) => {
      check();
      const ofInjection = entry.kind === 'fault' && typeof entry.data.injection === 'string';
      if (entry.kind !== 'claimed' && !ofInjection && !endsClaim(entry)) {
        keep(entry);
        return undefined;
      }
      const kept = () => {
        const refusal = entry.kind === 'claimed' ? (take(entry) ?? claimCheck?.(counting(entry.at))) : undefined;
        if (refusal !== undefined) return refusal;
        if (ofInjection && told.get(entry.vm ?? '', entry.words, entry.data.injection as string))
          return 'the journal has this of the injected fault';
        if (endsClaim(entry)) release.run(entry.incident ?? '');
        keep(entry);
        return undefined;
      };
      return together(database, kept, (refusal) => refusal === undefined);
    },
    ...holders,
    beat: (...one) => {
      check();
      holders.beat(...one);
    },
    news: (kinds, after) => {
      const last = Number(newestLine.get()?.seq);
      if (after === undefined || after >= last) return { newest: last, entries: [] };
      const rows = linesAfter.all(after, JSON.stringify(kinds), mostNews);
      // What is left over is news the next time.
      const newest = rows.length < mostNews ? last : Number(rows.at(-1)!.seq);
      return { newest, entries: rows.map(toEntry) };
    },
    entries: ({ from, vm }) => each(some.iterate(Math.round(from), vm ?? null), toEntry),
    older: (at, skip, count) => older.all(Math.round(at), count, skip).map(toEntry),
    latest: (count) => newest.all(count).map(toEntry),
    since,
    close: () => database.close(),
  };
}

/** Whether a heal is over by this line, so that another one may begin. */
function endsClaim({ kind, data }: Entry): boolean {
  return kind === 'resolved' || ((kind === 'refused' || kind === 'done') && data.outcome !== undefined);
}

function* each(
  rows: Iterable<Record<string, unknown>>,
  toEntry: (row: Record<string, unknown>) => Entry,
): Generator<Entry> {
  for (const row of rows) yield toEntry(row);
}
