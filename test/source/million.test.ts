import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EntryKind } from '../../models/event.ts';
import { openJournal } from '../../source/journal.ts';
import { filesOf } from '../../source/setup.ts';
import { program } from './program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'million-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const day = 86_400_000;
const vm = '00000000-0000-4000-8000-000000000001';

/** A journal with so many heals, each a line of every kind. */
function journalOf(file: string, heals: number, kinds: readonly EntryKind[]) {
  openJournal(file).close();
  const database = new DatabaseSync(file);
  const insert = database.prepare(
    'INSERT INTO entry (at, kind, vm, vmName, incident, who, words, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const data: Partial<Record<EntryKind, object>> = {
    claimed: { action: 'soft-reboot', route: 'nova', number: 1 },
    resolved: { outcome: 'healed' },
  };
  database.exec('BEGIN');
  for (let heal = 0; heal < heals; heal++) {
    for (const kind of kinds)
      insert.run(Date.now() - day, kind, vm, 'web', `i-${heal}`, 'ann', 'words', JSON.stringify(data[kind] ?? {}));
  }
  database.exec('COMMIT');
  database.close();
}

test('of very many lines the newest are taken up, and none without those that it follows from', () => {
  const file = join(folder, 'journal.db');
  journalOf(file, 10_000, ['claimed', 'note', 'accepted', 'resolved', 'accepted']);
  const journal = openJournal(file);
  const lines = journal.since(0, ['claimed', 'accepted', 'resolved']);
  journal.close();
  expect(lines.length).toBeLessThanOrEqual(15_000);
  // Two lines of a kind to each heal: of those half as many heals are known, of all kinds.
  const heals = (kind: EntryKind) => new Set(lines.flatMap((line) => (line.kind === kind ? [line.incident] : [])));
  expect(heals('claimed').size).toBe(2499);
  expect(heals('resolved')).toEqual(heals('accepted'));
  expect(lines.at(-1)!.incident).toBe('i-9999');
});

test('very many lines of news are heard one portion after the other, and the others are passed over', () => {
  const file = join(folder, 'journal.db');
  journalOf(file, 2500, ['note', 'halt']);
  const journal = openJournal(file);
  const heard: number[] = [];
  for (let after = 0; ; ) {
    const { newest, entries } = journal.news(['halt'], after);
    if (newest === after) break;
    heard.push(entries.length);
    after = newest;
  }
  journal.close();
  expect(heard.reduce((sum, count) => sum + count)).toBe(2500);
  expect(Math.max(...heard)).toBeLessThanOrEqual(1000);
});

/** The journal as a pipe gets it that is read slowly, or for a while. */
async function piped(args: string[], take: (chunk: Buffer) => Promise<boolean> | boolean) {
  const child = spawn(process.execPath, [program, '--data-dir', folder, 'journal', '--simulate', ...args], {
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  for await (const chunk of child.stdout) if (!(await take(chunk))) break;
  child.stdout.destroy();
  return { code: await ended, stderr };
}

test('a long journal comes whole through a pipe that is slow', async () => {
  journalOf(filesOf({ simulate: true, dataDir: folder, vms: 1, seed: 1, speed: 1 }).journal, 20_000, ['note']);
  let text = '';
  const { code } = await piped(['--json'], async (chunk) => {
    text += chunk;
    if (text.length < 500_000) await new Promise((resolve) => setTimeout(resolve, 20));
    return true;
  });
  expect(JSON.parse(text)).toHaveLength(20_000);
  expect(code).toBe(0);
});

test.each([['--json'], []])('who reads no further ends it without a word', async (...args) => {
  journalOf(filesOf({ simulate: true, dataDir: folder, vms: 1, seed: 1, speed: 1 }).journal, 20_000, ['note']);
  expect(await piped(args, () => false)).toEqual({ code: 141, stderr: '' });
});
