import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { privateFolder } from '../../source/private-files.ts';
import { folderShelf } from '../../source/recording/shelf.ts';
import { loadSettings } from '../../source/settings.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aHolder } from './holders.ts';

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
    expect(journal.append(line)).toBeUndefined();
    rmSync(data, { recursive: true });
    then(file);
    expect(() => journal.beat(aHolder('me'), 1, 2)).toThrow(why);
    expect(() => journal.append(line)).toThrow('nothing is sent until cloud-medic starts anew');
    journal.close();
  },
);

test.each([
  [false, 1],
  [true, 0],
])('auto sends nothing any more once its data folder is gone (removed: %s)', async (isRemoved, calls) => {
  const clock = new ManualClock();
  const { config, fetch } = simulatedCloud({ vms: 6, seed: 3, clock });
  const cloud = openstackCloud(config, { fetch, clock });
  const sent: Call[] = [];
  const act = (call: Call) => {
    sent.push(call);
    return cloud.act(call);
  };
  const data = join(folder, 'data');
  const journal = openJournal(join(data, 'journal.db'));
  const engine = new Engine({ cloud: { ...cloud, act }, clock, journal, state: emptyState(loadModel(), 'auto') });
  const ticks = async (count: number) => {
    for (let i = 0; i < count; i++) {
      clock.advance(10_000);
      await engine.tick();
      await engine.idle();
    }
  };
  await engine.connect();
  await ticks(2);
  const people = openstackCloud(config, { fetch, clock });
  await people.connect();
  await people.faults!.inject('crash', [...engine.getState().vms.keys()][1]!, 3600);
  if (isRemoved) rmSync(data, { recursive: true });
  await ticks(1);
  const health = engine.getState().sources.find(({ source }) => source === 'journal');
  if (isRemoved) expect(health).toMatchObject({ ok: false, reason: expect.stringContaining('it was removed') });
  else expect(health?.ok).not.toBe(false);
  await ticks(6);
  expect(sent.length > 0 ? 1 : 0).toBe(calls);
  journal.close();
});

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
