import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../source/clock.ts';
import { writeCloud } from '../../source/commands/simulator.ts';
import { openJournal } from '../../source/journal.ts';
import { keepFile } from '../../source/keep-file.ts';
import { loadModel } from '../../source/model-file.ts';
import { ModelStore } from '../../source/model-store.ts';
import { folderShelf } from '../../source/recording/shelf.ts';
import { keepSettings } from '../../source/settings.ts';
import { createSimulator } from '../../source/simulator/index.ts';
import { serveSimulator } from '../../source/simulator/serve.ts';
import { writeWhole } from '../../source/whole-file.ts';
import { startProgram } from './program.ts';

let home: string;
let data: string;
let before: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'modes-'));
  data = join(home, 'data');
  before = process.umask();
});
afterEach(() => {
  process.umask(before);
  rmSync(home, { recursive: true });
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Whatever below a folder, or it itself, others may do something with. */
function open(folder: string): string[] {
  const all = [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))];
  return all.filter((path) => modeOf(path) & 0o077).map((path) => `${path} ${modeOf(path).toString(8)}`);
}

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

describe.each([0o000, 0o022, 0o077])('under umask %o', (umask) => {
  /** As an earlier version, an editor or another program would have made it. */
  const made = () => {
    process.umask(0);
    mkdirSync(join(data, 'models'), { recursive: true });
    for (const name of ['config.json', 'journal-x.db'])
      writeFileSync(join(data, name), name === 'config.json' ? '{}' : '');
    chmodSync(data, 0o777);
  };

  test.each([['made by us', () => {}] as const, ['made by others before', made] as const])(
    'what is kept is for its owner alone: a folder %s',
    (_, prepare) => {
      prepare();
      process.umask(umask);
      keepSettings(() => ({ webhook: 'http://127.0.0.1/s3cret' }), data);
      const journal = openJournal(join(data, 'journal-x.db'));
      journal.append(line);
      expect(readdirSync(data)).toEqual(expect.arrayContaining(['journal-x.db-wal', 'journal-x.db-shm']));
      folderShelf(join(data, 'recording-x')).append('1-run.jsonl.gz', Buffer.from('x\n'));
      const models = new ModelStore(data);
      models.promote(models.add(loadModel(), 0));
      keepFile(data, { name: 'screen.svg', text: '<svg/>' });
      expect(open(data)).toEqual([]);
      journal.close();
    },
  );

  test('what is exported has the usual mode, what is private is not read by others', () => {
    process.umask(umask);
    const at = (name: string) => join(home, name);
    writeWhole({ path: at('scores.csv'), text: '' }, { path: at('web.gz'), text: '', isPrivate: true });
    writeCloud(at('clouds.yaml'), createSimulator({ clock: systemClock(), vms: 1 }).credentials);
    expect(modeOf(at('scores.csv'))).toBe(0o666 & ~umask);
    expect(['web.gz', 'clouds.yaml'].map((name) => modeOf(at(name)))).toEqual([0o600, 0o600]);
  });

  test('a console without a screen leaves nothing open to others', async () => {
    process.umask(0);
    const simulator = createSimulator({ clock: systemClock(), vms: 1, historyMinutes: 1 });
    const served = await serveSimulator(simulator, 0);
    writeCloud(join(home, 'clouds.yaml'), { ...simulator.credentials, authUrl: `${served.url}/identity` });
    mkdirSync(data, { mode: 0o777 });
    process.umask(umask);
    const env = { OS_CLIENT_CONFIG_FILE: join(home, 'clouds.yaml') };
    const { child, ended } = startProgram(data, ['watch', '--cloud', 'simulated', '--interval', '1'], env);
    child.stdout.on('data', (text) => !child.killed && String(text).includes('"observed"') && child.kill('SIGTERM'));
    expect((await ended).code).toBe(0);
    expect(readdirSync(data).some((name) => name.startsWith('recording-'))).toBe(true);
    expect(open(data)).toEqual([]);
    await served.close();
  });
});
