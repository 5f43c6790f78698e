import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../models/event.ts';
import { cloudFiles, fileName, identityOf } from '../../source/cloud-files.ts';
import { openJournal } from '../../source/journal.ts';
import { loadCloudConfig, ownName } from '../../source/openstack/config.ts';
import { folderShelf } from '../../source/recording/shelf.ts';
import { startProgram } from './program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clouds-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const variables = {
  ...{ OS_AUTH_URL: 'https://Keystone.Example.org/identity/v3/', OS_USERNAME: 'ada', OS_PASSWORD: 'x' },
  ...{ OS_PROJECT_NAME: 'shop', OS_REGION_NAME: 'one' },
};
type Env = Readonly<Record<string, string>>;
const places = (env: Readonly<Record<string, string>>) => ({ env, cwd: folder, home: folder, etc: folder });
const load = (news: Readonly<Record<string, string>> = {}) => loadCloudConfig(places({ ...variables, ...news }))!;
const filesOf = (news: Readonly<Record<string, string>> = {}) => cloudFiles(folder, load(news));

describe('clouds of variables, which are all called envvars,', () => {
  test.each([
    { OS_AUTH_URL: 'https://keystone.example.org/identity' },
    { OS_AUTH_URL: 'https://KEYSTONE.example.org:443/identity/v3' },
    { OS_AUTH_URL: 'https://keystone.example.org/identity//' },
    { OS_AUTH_URL: 'https://keystone.example.org/identity/v2.0/' },
    { OS_PROJECT_DOMAIN_NAME: 'Default' },
    { OS_PROJECT_DOMAIN_ID: 'default' },
    { OS_USERNAME: 'bob' },
    { OS_CLOUD_NAME: 'mine' },
  ] as Env[])('share their files where they are the same one: %o', (news) => {
    expect(filesOf(news)).toEqual(filesOf());
  });

  test.each([
    { OS_AUTH_URL: 'https://keystone.example.com/identity' },
    { OS_AUTH_URL: 'https://keystone.example.org:5000/identity' },
    { OS_AUTH_URL: 'https://keystone.example.org/' },
    { OS_REGION_NAME: 'two' },
    { OS_PROJECT_NAME: 'lab' },
    { OS_PROJECT_ID: 'e1b2c3d4e5f60718293a4b5c6d7e8f90' },
    { OS_PROJECT_DOMAIN_NAME: 'theirs' },
  ] as Env[])('have files of their own where they are not: %o', (news) => {
    const [one, other] = [filesOf(), filesOf(news)];
    expect(other.journal).not.toBe(one.journal);
    expect(other.recording).not.toBe(one.recording);
  });

  test('are named in a way that can be read, and no secret is in it', () => {
    expect(basename(filesOf().journal)).toMatch(/^journal-keystone\.example\.org-[0-9a-f]{10}\.db$/);
    expect(identityOf(load({ OS_AUTH_URL: 'https://u:secret@h/v3' }))).not.toContain('secret');
  });
});

test('a cloud has the same files by whatever name it is reached', () => {
  const clouds = (...names: readonly string[]) => {
    const auth = 'auth: {auth_url: "https://h/v3", username: a, password: b, project_name: p}';
    writeFileSync(join(folder, 'clouds.yaml'), `clouds:\n${names.map((name) => `  ${name}: {${auth}}\n`).join('')}`);
  };
  clouds('prod', 'same');
  const named = (cloud: string) => loadCloudConfig({ ...places({}), cloud })!;
  const first = cloudFiles(folder, named('prod'));
  expect(basename(first.journal)).toMatch(/^journal-prod-/);
  openJournal(first.journal).close();
  expect(cloudFiles(folder, named('same')).journal).toBe(first.journal);
});

const line: Entry = {
  ...{ at: 1000, kind: 'note', vm: undefined, vmName: undefined, incident: undefined },
  ...{ who: 'ada', words: 'from before', data: {} },
};

describe('files of an earlier version', () => {
  const yaml = (text: string) => writeFileSync(join(folder, 'clouds.yaml'), text);
  const entry = '{auth: {auth_url: "https://h/v3", username: a, password: b, project_name: p}}';
  function taken(cloud: string) {
    const config = loadCloudConfig({ ...places({}), cloud })!;
    return cloudFiles(folder, config, ownName(config, places({}), fileName));
  }

  test('are taken over once, with what was not yet written back and the recording', () => {
    yaml(`clouds:\n  prod: ${entry}\n`);
    const old = openJournal(join(folder, 'journal-prod.db'));
    old.append(line);
    mkdirSync(join(folder, 'recording-prod'));
    writeFileSync(join(folder, 'recording-prod', '1-run.jsonl.gz'), '');
    const { journal: file, recording, cloud } = taken('prod');
    const journal = openJournal(file, { cloud });
    expect(journal.latest(9)).toEqual([line]);
    expect(folderShelf(recording, cloud).list()).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => /^(journal|recording)-prod(\.|$)/.test(name))).toEqual([]);
    openJournal(join(folder, 'journal-prod.db')).close();
    expect(taken('prod').journal).toBe(file);
    for (const one of [old, journal]) one.close();
  });

  test.each([
    ['a b', `clouds:\n  a b: ${entry}\n  a_b: ${entry}\n`],
    ['envvars', `clouds:\n  envvars: ${entry}\n`],
  ])('stay where their name may mean another cloud as well: %s', (name, text) => {
    yaml(text);
    const old = join(folder, `journal-${fileName(name)}.db`);
    openJournal(old).close();
    expect(taken(name).journal).not.toBe(old);
    expect(readdirSync(folder)).toContain(basename(old));
  });
});

test('a recording says of which cloud it is: that of another one is refused', () => {
  const shelf = folderShelf(join(folder, 'recording-x'), 'https://a');
  shelf.append('1-run.jsonl.gz', Buffer.from('x\n'));
  expect(folderShelf(join(folder, 'recording-x'), 'https://a').list()).toHaveLength(1);
  expect(() => folderShelf(join(folder, 'recording-x'), 'https://b')).toThrow(
    'is that of https://a, and this is https://b.',
  );
});

test('the journal command looks where the console writes, and shows nothing of another cloud of variables', async () => {
  const { journal: file, cloud } = filesOf();
  const journal = openJournal(file, { cloud });
  journal.append(line);
  journal.close();
  const asked = await startProgram(folder, ['journal'], variables).ended;
  expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('from before') });
  const other = await startProgram(folder, ['journal'], { ...variables, OS_PROJECT_NAME: 'lab' }).ended;
  expect(other).toMatchObject({ code: 4, stdout: '' });
});
