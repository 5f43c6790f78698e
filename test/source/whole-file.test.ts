import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
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
import { checkWritable, writeWhole } from '../../source/whole-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloud-medic-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

test('files are written over old ones, and nothing else is left', () => {
  writeFileSync(at('a'), 'old');
  writeWhole({ path: at('a'), text: 'new' }, { path: at('b'), text: 'ü'.repeat(100_000) });
  expect(readFileSync(at('a'), 'utf8')).toBe('new');
  expect(readFileSync(at('b'), 'utf8')).toHaveLength(100_000);
  expect(readdirSync(folder)).toEqual(['a', 'b']);
});

test('where one of two cannot be written, neither is', () => {
  writeFileSync(at('a'), 'old');
  const both = () => writeWhole({ path: at('a'), text: 'new' }, { path: at('nowhere/b'), text: 'new' });
  expect(both).toThrow(expect.objectContaining({ kind: 'usage', message: expect.stringContaining('nowhere/b') }));
  expect(readFileSync(at('a'), 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a']);
});

test('before long work it is known that a file cannot be written', () => {
  mkdirSync(at('folder'));
  expect(() => checkWritable(at('nowhere/a'))).toThrow('nowhere/a cannot be written');
  expect(() => checkWritable(at('folder'))).toThrow('it is a folder');
  expect(() => checkWritable(at('a'))).not.toThrow();
});

test('a file that is there keeps its mode, and one that is written over as private loses what others may', () => {
  writeFileSync(at('a'), 'old');
  chmodSync(at('a'), 0o664);
  writeWhole({ path: at('a'), text: 'new' });
  expect(statSync(at('a')).mode & 0o777).toBe(0o664);
  writeWhole({ path: at('a'), text: 'private', isPrivate: true });
  expect(statSync(at('a')).mode & 0o777).toBe(0o600);
});

test('a link is written through, a second name stays the same file, a link to nothing is refused', () => {
  writeFileSync(at('a'), 'old');
  symlinkSync(at('a'), at('link'));
  writeWhole({ path: at('link'), text: 'new' });
  expect([lstatSync(at('link')).isSymbolicLink(), readFileSync(at('a'), 'utf8')]).toEqual([true, 'new']);
  linkSync(at('a'), at('other'));
  writeWhole({ path: at('other'), text: 'newer' });
  expect(readFileSync(at('a'), 'utf8')).toBe('newer');
  symlinkSync(at('nothing'), at('dangling'));
  expect(() => writeWhole({ path: at('dangling'), text: 'new' })).toThrow('it is a link to what is not there');
  expect(readdirSync(folder)).toEqual(['a', 'dangling', 'link', 'other']);
});

test('a device is written into and stays one', () => {
  writeWhole({ path: '/dev/null', text: 'new' });
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('a pipe is written into where somebody reads it, and refused at once where nobody does', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  checkWritable(at('pipe'));
  expect(() => writeWhole({ path: at('pipe'), text: 'new' })).toThrow('it is a pipe that nobody reads');
  const reader = spawn('cat', [at('pipe')]);
  const read = reader.stdout.toArray();
  for (let tries = 0; ; tries++) {
    try {
      writeWhole({ path: at('pipe'), text: 'new' });
      break;
    } catch (error) {
      if (tries > 500) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  expect(String(await read)).toBe('new');
  expect(statSync(at('pipe')).isFIFO()).toBe(true);
});
