import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
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

const entry = (words: string): Entry => ({
  at: 1_000,
  kind: 'alarm',
  vm: 'v',
  vmName: 'web-01',
  incident: 'i',
  who: 'ada',
  words,
  data: { call: { path: '/servers/v/action' } },
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
