import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { openJournal } from '../../source/journal.ts';

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

const claim = (news: Partial<Entry> & { number?: number; until?: number } = {}): Entry => {
  const { number = 1, until = 500_000, ...rest } = news;
  const data = { number, until, action: 'start', route: 'nova' };
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

test('since: the kinds asked for, the oldest first', () => {
  const journal = openJournal(':memory:');
  journal.append({ ...entry('one'), kind: 'quarantine', data: { on: true } });
  journal.append(entry('two'));
  journal.append({ ...entry('three'), kind: 'halt', at: 2_000, data: { on: true } });
  expect(journal.since(0, ['halt', 'quarantine']).map(({ words }) => words)).toEqual(['one', 'three']);
  expect(journal.since(1_500, ['halt', 'quarantine']).map(({ words }) => words)).toEqual(['three']);
  journal.close();
});

test('one holds the lease, renews it, and loses it when it is late or its process is gone', () => {
  const journal = openJournal(':memory:');
  expect(journal.lease('elsewhere 1', 0, 60)).toMatchObject({ ours: true });
  expect(journal.lease('elsewhere 2', 50, 110)).toEqual({ holder: 'elsewhere 1', until: 60, ours: false });
  expect(journal.lease('elsewhere 1', 55, 115)).toMatchObject({ ours: true });
  expect(journal.lease('elsewhere 2', 60)).toEqual({ holder: 'elsewhere 1', until: 115, ours: false });
  expect(journal.lease('elsewhere 2', 116)).toBeUndefined();
  expect(journal.lease('elsewhere 2', 120, 180)).toMatchObject({ ours: true });
  // No process has this number: it is over what Linux gives.
  expect(journal.lease(`${hostname()} 4194305`, 200, 900)).toMatchObject({ ours: true });
  expect(journal.lease('elsewhere 1', 210, 270)).toMatchObject({ holder: 'elsewhere 1', ours: true });
  journal.close();
});
