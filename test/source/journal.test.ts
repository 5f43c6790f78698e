import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { holderHere } from '../../source/journal/holder.ts';
import { openJournal } from '../../source/journal.ts';
import { aDeadHolder, aHolder } from './holders.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const vm = '6a1f8c52-3d0b-4e7a-9c1d-2b5e8f7a0c34';
const entry = (words: string): Entry => ({
  at: 1_000,
  kind: 'alarm',
  vm,
  vmName: 'web-01',
  incident: 'i',
  who: 'ada',
  words,
  data: { call: { path: `/servers/${vm}/action` } },
});

test('what was written is there after it was closed, the newest first', () => {
  const file = join(folder, 'deep', 'journal.db');
  const journal = openJournal(file);
  journal.append(entry('one'));
  journal.append({ ...entry('two'), vm: undefined });
  journal.close();
  const again = openJournal(file);
  expect(again.latest(10)).toEqual([{ ...entry('two'), vm: undefined }, entry('one')]);
  again.close();
});

test('nobody changes or removes a line', () => {
  const file = join(folder, 'journal.db');
  const journal = openJournal(file);
  journal.append(entry('one'));
  const other = new DatabaseSync(file);
  expect(() => other.exec("UPDATE entry SET words = 'nothing happened'")).toThrow('append-only');
  expect(() => other.exec('DELETE FROM entry')).toThrow('append-only');
  other.close();
  journal.close();
});

test('a file that is no journal is left as it is, with a sentence', () => {
  const file = join(folder, 'journal.db');
  writeFileSync(file, 'dear diary, '.repeat(200));
  expect(() => openJournal(file)).toThrow(/journal .* cannot be used: .*not a database/);
});

const claim = (news: Partial<Entry> & { number?: number; until?: number; holder?: string } = {}): Entry => {
  const { number = 1, until = 500_000, holder = '', ...rest } = news;
  const data = { number, until, holder, action: 'start', route: 'nova' };
  return { ...entry('sent'), kind: 'claimed', data, ...rest };
};

test('a claim on a VM keeps every other one out, on the same file, until it is over', () => {
  const file = join(folder, 'journal.db');
  const [one, two] = [openJournal(file), openJournal(file)];
  expect(one.append(claim())).toBeUndefined();
  expect(two.append(claim({ incident: 'other' }))).toMatch(/another cloud-medic/);
  expect(one.append({ ...entry('done'), kind: 'done' })).toBeUndefined();
  expect(two.append(claim({ incident: 'other' }))).toMatch(/another cloud-medic/);
  expect(one.append({ ...entry('healed'), kind: 'resolved' })).toBeUndefined();
  expect(two.append(claim({ incident: 'other' }))).toBeUndefined();
  expect(two.latest(9).filter(({ kind }) => kind === 'claimed')).toHaveLength(2);
  one.close();
  two.close();
});

test('the same claim is kept once for ever; one that was left by the dead lapses', () => {
  const journal = openJournal(':memory:');
  expect(journal.append(claim())).toBeUndefined();
  expect(journal.append(claim())).toMatch(/another cloud-medic/);
  expect(journal.append({ ...entry('no'), kind: 'refused', data: { outcome: 'refused' } })).toBeUndefined();
  expect(journal.append(claim())).toMatch(/another cloud-medic/);
  expect(journal.append(claim({ number: 2 }))).toBeUndefined();
  expect(journal.append(claim({ incident: 'other', at: 400_000 }))).toMatch(/another cloud-medic/);
  expect(journal.append(claim({ incident: 'other', at: 600_000, until: 900_000 }))).toBeUndefined();
  journal.close();
});

test('a claim of one that lives does not lapse, though a clock was set ahead', () => {
  const journal = openJournal(':memory:');
  journal.beat({ ...holderHere(), id: 'self' }, 0, 60);
  journal.beat(aDeadHolder('dead'), 0, 60);
  expect(journal.append(claim({ holder: 'self' }))).toBeUndefined();
  expect(journal.append(claim({ incident: 'other', at: 4_000_000, holder: 'two' }))).toMatch(/another cloud-medic/);
  const elsewhere = { vm: 'another VM' };
  expect(journal.append(claim({ ...elsewhere, incident: 'left', holder: 'dead' }))).toBeUndefined();
  expect(journal.append(claim({ ...elsewhere, incident: 'next', at: 4_000_000, holder: 'two' }))).toBeUndefined();
  journal.close();
});

test('since: the kinds asked for, the oldest first', () => {
  const journal = openJournal(':memory:');
  journal.append({ ...entry('one'), kind: 'quarantine', data: { on: true } });
  journal.append(entry('two'));
  journal.append({ ...entry('three'), kind: 'halt', at: 2_000, data: { on: true } });
  expect(journal.since(0, ['halt', 'quarantine']).map(({ words }) => words)).toEqual(['one', 'three']);
  expect(journal.since(1_500, ['halt', 'quarantine']).map(({ words }) => words)).toEqual(['three']);
  journal.close();
});

const dead = { place: holderHere().place, process: '4194305 1' };
/** Two on other machines: they are heard of until the time that they told last. */
function pair(file = ':memory:') {
  const journal = openJournal(file);
  journal.beat(aHolder('one'), 0, 60);
  journal.beat(aHolder('two'), 0, 600);
  return journal;
}

test('one holds the lease, renews it, gives it back, and loses it when it is not heard of any more', () => {
  const journal = pair();
  expect(journal.lease('one', 0, 60)).toMatchObject({ ours: true });
  expect(journal.lease('two', 50, 110)).toEqual({ holder: 'one', until: 60, ours: false });
  journal.beat(aHolder('one'), 55, 115);
  expect(journal.lease('one', 55, 115)).toMatchObject({ ours: true });
  expect(journal.lease('two', 60)).toEqual({ holder: 'one', until: 115, ours: false });
  expect(journal.lease('two', 116)).toBeUndefined();
  expect(journal.lease('two', 120, 180)).toMatchObject({ ours: true });
  journal.beat(aHolder('one'), 130, 500);
  expect(journal.lease('two', 140)).toBeUndefined();
  expect(journal.lease('one', 150, 500)).toMatchObject({ ours: true });
  journal.leave('one');
  expect(journal.lease('two', 160, 500)).toMatchObject({ ours: true });
  journal.close();
});

test('who runs here has its lease however late it is; a process that is gone, or another one with its number, has none', () => {
  const journal = pair();
  journal.beat(holderHere(), 0, 60);
  const self = { ...holderHere(), id: 'self' };
  journal.beat(self, 0, 60);
  expect(journal.lease('self', 0, 60)).toMatchObject({ ours: true });
  expect(journal.lease('two', 500, 560)).toMatchObject({ holder: self.name, ours: false, until: 501 });
  journal.leave('self');
  for (const process of [dead.process, `${self.process.split(' ')[0]} 1`]) {
    journal.beat({ ...self, id: process, process }, 500, 9000);
    expect(journal.lease(process, 500, 9000)).toMatchObject({ ours: true });
    expect(journal.lease('two', 510)).toBeUndefined();
    journal.leave(process);
  }
  journal.close();
});

test('a claim whose holder is gone is adopted, by one; one of the living is not', () => {
  const file = join(folder, 'journal.db');
  const journal = pair(file);
  journal.append(claim({ holder: 'one' }));
  const other = openJournal(file);
  expect([other.adopt('two', 50), [...other.others('two', 50)]]).toEqual([[], ['one']]);
  expect(other.others('two', 70).size).toBe(0);
  expect(other.adopt('two', 70)).toEqual(['i']);
  journal.beat(aHolder('three'), 70, 600);
  expect(journal.adopt('three', 70)).toEqual([]);
  journal.close();
  other.close();
});

test('a journal of an earlier version, of which nobody says whose the claims are, is taken over', () => {
  const file = join(folder, 'journal.db');
  const old = new DatabaseSync(file);
  old.exec(`CREATE TABLE claim (vm TEXT PRIMARY KEY, incident TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
    INSERT INTO claim VALUES ('v', 'old', 1);
    CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
    INSERT INTO lease VALUES (1, 'host 17', 99999999999999)`);
  old.close();
  const journal = pair(file);
  expect(journal.adopt('two', 0)).toEqual(['old']);
  expect(journal.lease('two', 0, 60)).toMatchObject({ ours: true });
  journal.close();
});

test('a journal says of which cloud it is: that of another one is refused', () => {
  const file = join(folder, 'journal.db');
  openJournal(file).close();
  openJournal(file, { cloud: 'https://a' }).close();
  openJournal(file, { cloud: 'https://a' }).close();
  expect(() => openJournal(file, { cloud: 'https://b' })).toThrow(
    `The journal ${file} is that of https://a, and this is https://b.`,
  );
});

test('what becomes of an injected fault is written once, whoever meets it', () => {
  const file = join(folder, 'journal.db');
  const [one, two] = [openJournal(file), openJournal(file)];
  const fault = (words: string, injection = 'i-1'): Entry => ({ ...entry(words), kind: 'fault', data: { injection } });
  expect(one.append(fault('SIMULATED fault crash injected'))).toBeUndefined();
  expect(two.append(fault('SIMULATED fault crash injected'))).toBe('the journal has this of the injected fault');
  expect(two.append(fault('SIMULATED fault crash cured'))).toBeUndefined();
  expect(one.append(fault('SIMULATED fault crash cured'))).toBeDefined();
  expect(one.append(fault('SIMULATED fault crash injected', 'i-2'))).toBeUndefined();
  expect(one.latest(10)).toHaveLength(3);
  for (const journal of [one, two]) journal.close();
});
