import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepFile } from '../../source/keep-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloud-medic-keep-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a new file is for its owner alone', () => {
  const path = keepFile(folder, { name: 'a.svg', text: '<svg/>' });
  expect(path).toBe(join(folder, 'a.svg'));
  expect(readFileSync(path, 'utf8')).toBe('<svg/>');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what is there stays, be it a link to elsewhere', () => {
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(join(folder, 'a.txt'), 'old');
  symlinkSync(elsewhere, join(folder, 'a-2.txt'));
  expect(keepFile(folder, { name: 'a.txt', text: 'new' })).toBe(join(folder, 'a-3.txt'));
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['a-2.txt', 'a-3.txt', 'a.txt']);
});

test('that there is no such folder is one sentence', () => {
  const gone = join(folder, 'gone');
  expect(() => keepFile(gone, { name: 'a.txt', text: '' })).toThrow(
    `${gone}/a.txt cannot be written: there is no such folder.`,
  );
});

test.skipIf(process.getuid?.() === 0)('that one may not write there is one sentence', () => {
  chmodSync(folder, 0o500);
  expect(() => keepFile(folder, { name: 'a.txt', text: '' })).toThrow('the folder does not let you write there');
  chmodSync(folder, 0o700);
});
