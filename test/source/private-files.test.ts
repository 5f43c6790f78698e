import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../source/journal.ts';
import { privateFolder } from '../../source/private-files.ts';
import { folderShelf } from '../../source/recording/shelf.ts';
import { loadSettings } from '../../source/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'private-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that all write into is refused in a sentence, and stays as it is', () => {
  chmodSync(folder, 0o1777);
  const refused = `The folder ${folder} is for others too, so nothing private is kept there.`;
  expect(() => privateFolder(folder)).toThrow(
    expect.objectContaining({
      kind: 'usage',
      message: refused,
      hint: expect.stringContaining(`${folder}/cloud-medic`),
    }),
  );
  expect(() => loadSettings(folder)).toThrow(refused);
  expect(statSync(folder).mode & 0o7777).toBe(0o1777);
});

test.runIf(process.getuid?.() === 0)('what belongs to somebody else is refused', () => {
  chownSync(folder, 65_534, 65_534);
  expect(() => openJournal(join(folder, 'journal.db'))).toThrow('belongs to somebody else (user id 65534)');
  expect(existsSync(join(folder, 'journal.db'))).toBe(false);
});

test.runIf(process.getuid?.() === 0)('root locks nobody out of a folder with things of others in it', () => {
  mkdirSync(join(folder, 'www'));
  chmodSync(folder, 0o755);
  expect(() => privateFolder(folder)).toThrow('is for others too');
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});

const line = {
  at: 1,
  kind: 'note',
  vm: 'v',
  vmName: 'web',
  incident: undefined,
  who: 'ada',
  words: '',
  data: {},
} as const;

test.each([
  ['removed', () => {}, 'it was removed'],
  [
    'made anew by somebody',
    (file: string) => {
      mkdirSync(join(file, '..'));
      writeFileSync(file, '');
    },
    'another file is in its place',
  ],
])(
  'of a data folder that is %s under a running program the journal tells at the next tick, and keeps no line',
  (_, then, why) => {
    const data = join(folder, 'data');
    const file = join(data, 'journal.db');
    const journal = openJournal(file);
    expect(journal.append(line)).toBe(true);
    rmSync(data, { recursive: true });
    then(file);
    expect(() => journal.lease('me', 1)).toThrow(why);
    expect(() => journal.append(line)).toThrow('nothing is sent until cloud-medic starts anew');
    journal.close();
  },
);

test('no recording brings a removed folder back', () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  const shelf = folderShelf(join(data, 'recording-x'));
  const write = () => shelf.append('1-run.jsonl.gz', Buffer.from('x\n'));
  write();
  rmSync(data, { recursive: true });
  expect(write).toThrow('ENOENT');
  expect(existsSync(data)).toBe(false);
});
