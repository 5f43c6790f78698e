import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import type { Entry, EntryKind, Mode } from '../../models/event.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { uuidOf } from '../../models/uuid.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import { aHolder } from './holders.ts';

let clock: ManualClock;
let cloud: Cloud;
let journal: Journal;
let sent: Call[];
let vm: { readonly id: string; readonly name: string; readonly host: string };

beforeEach(async () => {
  clock = new ManualClock();
  const simulated = simulatedCloud({ vms: 6, seed: 3, clock });
  const real = openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  await real.connect();
  sent = [];
  const act = (call: Call) => {
    sent.push(call);
    return real.act(call);
  };
  cloud = Object.assign(Object.create(real) as Cloud, { act });
  // What another client has read does not hide from the engine what changes before its first look.
  const other = openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
  await other.connect();
  vm = (await other.fleet()).vms[0]!;
  journal = openJournal(':memory:', { now: () => clock.now() });
});
afterEach(() => journal.close());

const incident = () => `forged-${vm.id}`;
const line = (kind: EntryKind, ago: number, data: Entry['data'], rest: Partial<Entry> = {}): Entry => ({
  ...{ at: clock.now() - ago * 1000, kind, vm: vm.id, vmName: vm.name, incident: incident(), who: 'mallory' },
  ...{ words: 'as it was', data },
  ...rest,
});
/** A claim as somebody else may have written it into the file. */
const claimed = (news: Record<string, unknown> = {}, ago = 1000) =>
  line('claimed', ago, {
    ...{
      action: 'hard-reboot',
      number: 1,
      host: vm.host,
      route: 'nova',
      before: [],
      call: destroy(),
      undo: [destroy()],
    },
    ...{ follow: { kind: 'server' }, until: clock.now() + 900_000 },
    ...news,
  });
const destroy = () => ({ service: 'compute', method: 'DELETE', path: `/servers/${vm.id}`, body: undefined });

async function watched(mode: Mode, count = 3, readOnly = false): Promise<Engine> {
  const state = emptyState(loadModel(), mode, readOnly, defaultSettings);
  const engine = new Engine({ cloud, clock, journal, state });
  await engine.connect();
  await ticks(engine, count);
  return engine;
}

async function ticks(engine: Engine, count: number) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}

test.each([
  [
    'of Heat, whose undo deletes the VM',
    { action: 'heat-replace', route: 'heat', follow: { kind: 'stack', id: uuidOf('s'), resource: 'r' } },
  ],
  ['of Mistral, followed by a path', { route: 'mistral', follow: { kind: 'execution', id: '../servers/x' } }],
  ['of Nova', {}],
] as const)('no call that a line of the journal names is sent: a claim %s', async (_, news) => {
  journal.append(claimed(news));
  await watched('auto', 5);
  const names = sent.map(({ method, path }) => `${method} ${path}`);
  expect(names.filter((one) => one.includes('DELETE') || one.includes('..'))).toEqual([]);
  const execution = uuidOf(`${vm.id} ${incident()} hard-reboot 1`);
  expect(names).toEqual('route' in news && news.route === 'mistral' ? [`PUT /executions/${execution}`] : []);
});

test.each([
  ['observe', false],
  ['auto', true],
] as const)(
  'in %s, read-only %s, nothing is sent at all: what is left locked is told, with the way to release it',
  async (mode, readOnly) => {
    const old = ourLock();
    await cloud.act(old);
    sent = [];
    journal.append(claimed({ action: 'evacuate', route: 'mistral' }));
    journal.append(line('done', 900, { number: 1, outcome: 'no help' }));
    const engine = await watched(mode, 8, readOnly);
    expect(sent).toEqual([]);
    expect(engine.getState().vms.get(vm.id)?.locked).toBe(true);
  },
);
const ourLock = (): Call => ({
  service: 'compute',
  method: 'POST',
  path: `/servers/${vm.id}/action`,
  body: { lock: { locked_reason: `cloud-medic heal ${incident()}` } },
});

test.each([
  ['an action that there is not', { action: 'delete' }],
  ['a number that is none', { number: -7 }],
  ['a host that is none', { host: { a: 1 } }],
  [
    'a stack that leads elsewhere',
    { route: 'heat', action: 'heat-replace', follow: { kind: 'stack', id: '../x', resource: 'r' } },
  ],
])('an odd line degrades itself alone, and is named: %s', async (_, news) => {
  journal.append(claimed(news));
  journal.append(line('maintenance', 900, { subject: { kind: 'host', id: 'compute-9' }, on: true, reason: 'disks' }));
  const { claims, maintenance, incidents, entries, sources } = (await watched('confirm', 1)).getState();
  expect(claims).toEqual([]);
  expect(incidents.size).toBe(0);
  expect([...maintenance.keys()]).toEqual(['host compute-9']);
  expect(entries.map(({ words }) => words).join()).toMatch(/line 1 of the journal cannot be used: /);
  expect(sources.find(({ source }) => source === 'journal')).toMatchObject({ ok: true, reason: /line 1/ });
});

test('an odd VM, a time far ahead and a way that there is not degrade their lines alone', async () => {
  journal.append(claimed({}, -40 * 86_400));
  journal.append({ ...claimed(), vm: '../../x' });
  journal.append(claimed({ route: 'shell', number: 2 }));
  const { claims, incidents } = (await watched('confirm', 1)).getState();
  expect([claims, incidents.size]).toEqual([[], 0]);
});

test('when the mode becomes observe during a heal its lock stays, which is told once, with the way to release it', async () => {
  const engine = await watched('confirm');
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action: 'hard-reboot', who: 'ada' });
  const { id } = engine.getState().incidents.get(vm.id)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  expect(sent).toHaveLength(2);
  engine.dispatch({ type: 'mode-set', mode: 'observe', who: 'ada' });
  await ticks(engine, 20);
  expect(sent).toHaveLength(2);
  const told = () =>
    journal
      .latest(100)
      .map(({ words }) => words)
      .filter((words) => /our lock/.test(words));
  expect(told()).toEqual([
    `release of our lock is not sent, since the mode is observe; by hand: "openstack server unlock ${vm.id}"`,
  ]);
  engine.dispatch({ type: 'mode-set', mode: 'confirm', who: 'ada' });
  await ticks(engine, 8);
  expect(told().slice(0, 2)).toEqual(['our lock on it is taken off', 'release of our lock: sent']);
  expect((await cloud.look(vm.id)).vm.locked).toBe(false);
});

test('what tidies up is in the journal before it leaves; where the journal fails it is not sent', async () => {
  await cloud.act(ourLock());
  journal.append(claimed());
  journal.append(line('done', 900, { number: 1, outcome: 'no help' }));
  sent = [];
  const { append } = journal;
  journal.append = () => {
    throw new Error('database or disk is full');
  };
  const engine = await watched('confirm', 4);
  expect(sent).toEqual([]);
  journal.append = append;
  await ticks(engine, 8);
  expect(sent.map(({ body }) => body)).toEqual([{ unlock: null }]);
});

test.each([
  ['with a reason', 'the migration'],
  ['without one', undefined],
])("a line of the journal does not make a person's lock ours: %s", async (_, reason) => {
  const body = { lock: reason === undefined ? null : { locked_reason: reason } };
  const { requestId } = await cloud.act({ ...ourLock(), body });
  sent = [];
  journal.append(claimed());
  journal.append(line('lock', 950, { number: 1, is: 'ours', requestId }));
  journal.append(line('done', 900, { number: 1, outcome: 'no help' }));
  await watched('auto', 10);
  expect(sent).toEqual([]);
  expect((await cloud.look(vm.id)).vm.locked).toBe(true);
});

test('what was stopped by a clock that was a year ahead stays so when the clock is right again', async () => {
  const ahead = -366 * 86_400;
  const none = { vm: undefined, vmName: undefined, incident: undefined };
  journal.append(line('halt', ahead, { on: true }, none));
  journal.append(line('quarantine', ahead, { on: true }));
  journal.append(line('maintenance', ahead, { subject: { kind: 'host', id: 'compute-9' }, on: true }, none));
  const { halted, quarantine, maintenance } = (await watched('auto', 1)).getState();
  expect(halted).toMatchObject({ who: 'mallory' });
  expect([...quarantine.keys()]).toEqual([vm.id]);
  expect([...maintenance.keys()]).toEqual(['host compute-9']);
});

test('a claim in the journal bars a VM for no longer than any heal lasts', async () => {
  const other = aHolder('another machine');
  journal.beat(other, clock.now(), clock.now() + 900_000);
  journal.append(claimed({ until: 8e15, holder: other.id }, 10));
  const engine = await watched('confirm', 1);
  const left = engine.getState().claims.map(({ until = 0 }) => until - clock.now());
  expect(left).toHaveLength(1);
  expect(left[0]).toBeLessThan(86_400_000);
});
