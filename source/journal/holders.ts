import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../ports.ts';
import { together } from './file.ts';
import { type Holder, isRunning } from './holder.ts';

type Row = Holder & { readonly until: number };

/** Who is at work on a journal, and what the dead leave: their claims and the lease. */
export function holdersOf(database: DatabaseSync): Pick<Journal, 'beat' | 'leave' | 'others' | 'adopt' | 'lease'> {
  const beat = database.prepare(`
    INSERT INTO holder (id, name, place, process, until) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET until = excluded.until`);
  const all = database.prepare('SELECT * FROM holder');
  const one = database.prepare('SELECT * FROM holder WHERE id = ?');
  const forget = database.prepare('DELETE FROM holder WHERE id = ?');
  const claims = database.prepare('SELECT incident, holder FROM claim');
  const pass = database.prepare('UPDATE claim SET holder = ? WHERE incident = ?');
  const leased = database.prepare('SELECT holder, until FROM lease');
  const hold = database.prepare('INSERT OR REPLACE INTO lease (id, holder, until) VALUES (1, ?, ?)');
  const give = database.prepare('DELETE FROM lease WHERE holder = ?');
  const rowOf = (id: string) => one.get(id) as Row | undefined;
  return {
    beat: ({ id, name, place, process }, now, until) => {
      beat.run(id, name, place, process, Math.round(until));
      // Whoever is gone for a day has nothing left to take up.
      for (const row of all.all() as Row[]) if (row.until < now - day && isGone(row, now)) forget.run(row.id);
    },
    leave: (id) => {
      give.run(id);
      forget.run(id);
    },
    others: (id, now) => {
      const rows = (all.all() as Row[]).filter((row) => row.id !== id && !isGone(row, now));
      return new Set(rows.map((row) => row.id));
    },
    adopt: (id, now) => {
      const isLeft = ({ holder }: Record<string, unknown>) => holder !== id && isGone(rowOf(String(holder)), now);
      // Most of the time there is nothing: nobody else need wait for that.
      if (!claims.all().some(isLeft)) return [];
      return together(database, () => {
        const left = claims.all().filter(isLeft);
        return left.map(({ incident }) => {
          pass.run(id, String(incident));
          return String(incident);
        });
      });
    },
    lease: (id, now, until) =>
      together(database, () => {
        const known = leased.get() as { readonly holder: string; readonly until: number } | undefined;
        const row = known && rowOf(known.holder);
        if (known && known.holder !== id && !isGone(row, now)) {
          // One whose process is seen to live has it, however late it is.
          return { holder: row!.name, until: Math.max(known.until, now + 1), ours: false };
        }
        if (until === undefined) {
          give.run(id);
          return undefined;
        }
        hold.run(id, Math.round(until));
        return { holder: rowOf(id)?.name ?? id, until, ours: true };
      }),
  };
}

const day = 86_400_000;

/** By its process, where that can be seen from here; else by how long it has not been heard of. */
function isGone(row: Row | undefined, now: number): boolean {
  return row === undefined || !(isRunning(row) ?? row.until > now);
}
