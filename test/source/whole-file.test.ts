import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
