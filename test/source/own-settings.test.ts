import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { consolePort } from '../../source/console.ts';
import { loadSettings } from '../../source/settings.ts';
import { type Setup, setUp } from '../../source/setup.ts';

let folder: string;
let setup: Setup;
const port = () => consolePort(setup, () => {});
const kept = () => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
const view = { screen: 'fleet', sort: 'host', filter: '', faultsOnly: true };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-settings-'));
  writeFileSync(join(folder, 'config.json'), '{"cooldown": 60}');
  setup = setUp({ simulate: true, vms: 1, seed: 1, speed: 1, dataDir: folder });
});
afterEach(() => {
  setup.journal.close();
  rmSync(folder, { recursive: true });
});

test('the interval holds at once, is told in the audit with who set it, and is kept beside what was there', async () => {
  await port().keep('interval', 7);
  const { settings, entries } = setup.engine.getState();
  expect(settings.interval).toBe(7);
  expect(entries[0]).toMatchObject({ kind: 'note', words: 'polls every 7 s from now on' });
  expect(entries[0]!.who).not.toBe('cloud-medic');
  expect(kept()).toEqual({ cooldown: 60, interval: 7 });
  expect(loadSettings(folder).settings.healing).toMatchObject({ interval: 7, cooldown: 60 });
});

test('a limit holds at once as a share of the fleet, and is kept', async () => {
  await port().keep('budget', '20 %');
  expect(setup.engine.getState().settings.budget).toBe('20 %');
  expect(setup.engine.getState().entries[0]!.words).toBe('budget is 20 % from now on');
  expect(loadSettings(folder).settings.healing.budget).toBe('20 %');
  await expect(port().keep('budget', '120 %')).rejects.toThrow('The setting "budget" is not usable');
});

test('what is not usable is refused in a sentence, and nothing is kept', async () => {
  const own = port();
  await expect(own.keep('interval', 0)).rejects.toThrow('The setting "interval" is not usable');
  await expect(own.keep('ascii', 'perhaps')).rejects.toThrow('The setting "ascii" is not usable');
  expect(kept()).toEqual({ cooldown: 60 });
  expect(setup.engine.getState().settings.interval).toBe(10);
  expect(own.settings.ascii).toBe(false);
});

test('views are kept and forgotten, and those of another console stay', async () => {
  const [one, other] = [port(), port()];
  await one.keepView('night', view);
  await other.keepView('day.1', { ...view, faultsOnly: false });
  expect(Object.keys(other.settings.views)).toEqual(['night', 'day.1']);
  await one.keepView('night', undefined);
  expect(loadSettings(folder).settings.views).toEqual({ 'day.1': { ...view, faultsOnly: false } });
  expect(one.settings.views).toEqual(loadSettings(folder).settings.views);
});
