import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { writeCloud } from '../../source/commands/simulator.ts';
import type { consolePort } from '../../source/console.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { ModelStore } from '../../source/model-store.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { loadCloudConfig } from '../../source/openstack/config.ts';
import { folderShelf } from '../../source/recording/shelf.ts';
import { loadSettings } from '../../source/settings.ts';
import { filesOf, record } from '../../source/setup.ts';
import { createSimulator } from '../../source/simulator/index.ts';
import { webhook } from '../../source/webhook.ts';
import { canaryCloud, evil, secrets } from './canary-cloud.ts';

/** All that steers a terminal or the text around it, but for the ends of our own lines. */
export const steering = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The canary cloud with an incident, watched and recorded for some polls, in a data folder of its own. */
export async function watchCanary() {
  /** The stand-in's time, up to about now. */
  const clock = new ManualClock(Date.now() - 130_000);
  const simulator = createSimulator({ clock, vms: 4, seed: 3, historyMinutes: 5 });
  const folder = mkdtempSync(join(tmpdir(), 'canary-'));
  const at = (name: string) => join(folder, name);
  const options = (rest: object = {}) => ({
    ...{ cloud: 'simulated', vms: 4, seed: 3, speed: 1, interval: 1, dataDir: folder, json: false },
    ...rest,
  });
  const cloud = await canaryCloud(simulator);
  const credentials = { ...simulator.credentials, password: secrets.password };
  writeCloud(at('clouds.yaml'), { ...credentials, authUrl: `${cloud.url}/identity` });
  const hook = `http://me:${secrets.hook}@127.0.0.1:1/${secrets.hook}`;
  writeFileSync(at('config.json'), JSON.stringify({ webhook: hook }));
  const entity = `web${evil.replace(/[\r\n]+/, '')}`;
  writeFileSync(at('rows.csv'), `entity,timestamp,cpu,label,fault\n${entity},1700000000,1,0,\n`);
  vi.stubEnv('OS_CLIENT_CONFIG_FILE', at('clouds.yaml'));

  const config = loadCloudConfig({ cloud: 'simulated', env: process.env, cwd: folder, home: folder })!;
  const files = filesOf(options());
  const { settings } = loadSettings(folder);
  const [client, journal] = [openstackCloud(config, { clock }), openJournal(files.journal)];
  const state = emptyState(loadModel(), 'confirm', false, settings.healing);
  const engine = new Engine({ cloud: client, clock, journal, state, pager: webhook(settings.webhook!) });
  const shelf = folderShelf(files.recording);
  const models = new ModelStore(folder);
  const watched: Parameters<typeof consolePort>[0] = {
    ...{ engine, cloud: client, journal, shelf, settings, folder, models },
    brain: 'shipped',
  };
  const polls = async (count: number) => {
    for (let i = 0; i < count; i++) {
      clock.advance(10_000);
      await engine.tick();
      await engine.idle();
    }
  };
  record(watched);
  await engine.connect();
  await polls(1);
  const sick = [...engine.getState().vms.keys()][1]!;
  await client.faults!.inject('crash', sick, 3600);
  await polls(8);
  expect(engine.getState().incidents.get(sick)).toBeDefined();
  cloud.refuse(true);
  await polls(2);
  cloud.refuse(false);
  await polls(1);

  const hasNoSecret = (text: string) => {
    for (const secret of [...Object.values(secrets), ...cloud.tokens]) expect(text).not.toContain(secret);
  };
  const isHarmless = (text: string) => {
    expect(text).not.toMatch(steering);
    expect(text).not.toMatch(/^\W*FORGED/m);
    hasNoSecret(text);
  };
  const close = async () => {
    journal.close();
    vi.unstubAllEnvs();
    await cloud.close();
    rmSync(folder, { recursive: true });
  };
  return { cloud, watched, sick, folder, at, options, hasNoSecret, isHarmless, close };
}
