import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { setupCommand, teardownCommand } from '../../source/commands/setup.ts';
import { consolePort } from '../../source/console.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import { Session } from '../../source/openstack/session.ts';
import type { Journal } from '../../source/ports.ts';
import { loadSettings } from '../../source/settings.ts';
import { setUp } from '../../source/setup.ts';
import { simulatedCloud } from '../../source/simulated.ts';

type Port = ReturnType<typeof consolePort>;
/** What only reads, and what only the operator's own files hear of. */
type Reading =
  | 'getState'
  | 'subscribe'
  | 'settings'
  | 'canInject'
  | 'consoleLog'
  | 'instanceActions'
  | 'who'
  | 'server'
  | 'models'
  | 'moment'
  | 'older';
/** What the operator does elsewhere: in a clipboard, in a VM by a program of his own. */
type Elsewhere = 'toTmux' | 'whyNoLogin' | 'logIn';
type Harmless = Reading | Elsewhere | 'quit' | 'keep' | 'keepView' | 'save';
type Target = { readonly vm: string; readonly incident: string; readonly injection: string };

/** Each way to change something, with what it takes: one that is added and not listed here does not compile. */
const deeds: Record<Exclude<keyof Port, Harmless>, (port: Port, target: Target) => unknown> = {
  confirm: (port, { incident }) => port.confirm(incident, 'hard-reboot'),
  acknowledge: (port, { incident }) => port.acknowledge([incident], true),
  snooze: (port, { incident }) => port.snooze(incident, Number.MAX_SAFE_INTEGER),
  setMaintenance: (port, { vm }) => port.setMaintenance({ kind: 'vm', id: vm }, 'new disk', undefined),
  clearMaintenance: (port, { vm }) => port.clearMaintenance({ kind: 'vm', id: vm }),
  liftQuarantine: (port, { vm }) => port.liftQuarantine(vm),
  halt: (port) => port.halt(true),
  askHeal: (port, { vm }) => port.askHeal(vm, 'hard-reboot'),
  withdraw: (port, { incident }) => port.withdraw(incident),
  setMode: (port) => port.setMode('observe'),
  inject: (port, { vm }) => port.inject('cpu-hog', vm, 60),
  revert: (port, { injection }) => port.revert(injection),
};

/** POSTs that only ask. */
const asking = /\/auth\/tokens$|\/v1\/aggregates|\/v1\/search\/|\/v1\/resource\/search/;

let clock: ManualClock;
let journal: Journal;
let folder: string;
let sent: string[];
beforeEach(() => {
  clock = new ManualClock();
  journal = openJournal(':memory:');
  folder = mkdtempSync(join(tmpdir(), 'read-only-'));
  sent = [];
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

/** A console on a stand-in with one crashed VM under an open incident; `sent` is what would change the cloud. */
async function consoleOver({ gate, state }: { readonly gate: boolean; readonly state: boolean }) {
  const { config, fetch, simulator } = simulatedCloud({ vms: 4, seed: 3, clock });
  const listening: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url } = request;
    const body = await request.clone().text();
    const asks = method === 'POST' && (asking.test(url) || body.includes('os-getConsoleOutput'));
    if (method !== 'GET' && method !== 'HEAD' && !asks) sent.push(`${method} ${new URL(url).pathname} ${body}`);
    return fetch(request);
  };
  const people = openstackCloud(config, { clock, fetch });
  const cloud = openstackCloud(config, { clock, fetch: listening, readOnly: gate });
  const { settings } = loadSettings(folder);
  const engine = new Engine({ cloud, clock, journal, state: emptyState(loadModel(), 'auto', state) });
  const parts = { engine, cloud, clock, journal, settings, folder };
  const port = consolePort(parts as unknown as Parameters<typeof consolePort>[0], () => {});
  await people.connect();
  await engine.connect();
  const ticks = async (count: number) => {
    for (let i = 0; i < count; i++) {
      clock.advance(10_000);
      await engine.tick();
      await engine.idle();
    }
  };
  await ticks(1);
  const vm = [...engine.getState().vms.keys()][1]!;
  const { id: injection } = await people.faults!.inject('crash', vm, 3600);
  await ticks(6);
  const incident = engine.getState().incidents.get(vm)?.id ?? [...engine.getState().history][0]!.id;
  return { engine, port, ticks, simulator, target: { vm, incident, injection } };
}

const drive = async (port: Port, target: Target) => {
  const done = Object.entries(deeds).map(async ([name, deed]) => [name, await deed(port, target)]);
  return Promise.allSettled(done);
};

describe('a read-only console', () => {
  test('hears of an incident, and of nothing that anybody wants done about it', async () => {
    const { engine, port, ticks, target } = await consoleOver({ gate: false, state: true });
    const before = engine.getState();
    expect(before.incidents.get(target.vm)).toMatchObject({ phase: 'held', attempts: [] });
    const outcomes = await drive(port, target);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    expect(engine.getState()).toEqual(before);
    await ticks(6);
    expect(sent).toEqual([]);
    expect(journal.latest(100).filter(({ who }) => who !== 'cloud-medic')).toEqual([]);
  });

  test('reads the console log all the same', async () => {
    const { port, target } = await consoleOver({ gate: true, state: true });
    expect((await port.consoleLog(target.vm)).length).toBeGreaterThan(0);
  });
});

test('the same deeds reach the cloud of a console that is not read-only', async () => {
  const { port, ticks, target } = await consoleOver({ gate: false, state: false });
  await drive(port, target);
  await ticks(1);
  expect(sent.join('\n')).toMatch(/os-start|reboot/);
  expect(sent.join('\n')).toContain('cpu-hog');
});

test('setup and teardown say so at once, and not thing by thing', async () => {
  const setup = setUp({ simulate: true, vms: 1, seed: 1, speed: 1, readOnly: true, dataDir: folder });
  const how = { json: true, dryRun: false };
  await expect(setupCommand(setup, { ...how, autonomous: false })).rejects.toThrow('it changes nothing');
  await expect(teardownCommand(setup, how)).rejects.toThrow('it changes nothing');
  setup.journal.close();
});

describe('a read-only session', () => {
  test('lets nothing out, whatever the program behind it wants', async () => {
    const { port, ticks, target } = await consoleOver({ gate: true, state: false });
    await drive(port, target);
    await ticks(6);
    expect(sent).toEqual([]);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    '%s is refused in a sentence; what only asks passes',
    async (method) => {
      const { config, fetch } = simulatedCloud({ vms: 1, seed: 1, clock });
      const session = new Session(config, { clock, fetch, readOnly: true });
      const call = { service: 'metric', method, path: '/v1/archive_policy', body: {} };
      await expect(session.call(call)).rejects.toThrow('read-only: it changes nothing');
      expect((await session.call({ service: 'metric', path: '/v1/archive_policy' })).status).toBe(200);
    },
  );
});
