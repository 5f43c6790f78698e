import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { lock, unlock } from '../../models/lock.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Journal, Pager } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';

let clock: ManualClock;
let simulated: ReturnType<typeof simulatedCloud>;
let journal: Journal;
/** What was sent by us, in words, and what a person was told. */
let sent: string[];
let pages: string[];

beforeEach(() => {
  clock = new ManualClock();
  simulated = simulatedCloud({ vms: 6, seed: 3, clock });
  journal = openJournal(':memory:');
  sent = [];
  pages = [];
});
afterEach(() => journal.close());

const client = () => openstackCloud(simulated.config, { fetch: simulated.fetch, clock });
const word = ({ body }: Call) => Object.keys(body as object)[0]!;
const pager: Pager = { page: async ({ words }) => void pages.push(words) };
/** The server as Nova has it now. */
const server = (id: string) => simulated.simulator.world.vms().find((one) => one.id === id)!;
/** An administrator locks, with nothing of ours between. */
const person = async (id: string, body: unknown) => {
  const call: Call = { service: 'compute', method: 'POST', path: `/servers/${id}/action`, body };
  await client().act(call);
};

/** An engine whose calls are noted; `around` is told of each before and after it is sent. */
async function anEngine(around: (when: 'before' | 'after', call: string) => Promise<void> = async () => undefined) {
  const cloud = client();
  const act: Cloud['act'] = async (call) => {
    sent.push(word(call));
    await around('before', word(call));
    const answer = await cloud.act(call);
    await around('after', word(call));
    return answer;
  };
  const state = emptyState(loadModel(), 'confirm', false, defaultSettings);
  const engine = new Engine({ cloud: { ...cloud, act }, clock, journal, state, pager });
  await engine.connect();
  await ticks(2, engine);
  return engine;
}

async function ticks(count: number, engine: Engine) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}

const first = (engine: Engine) => [...engine.getState().vms.values()][0]!.id;
async function reboot(engine: Engine) {
  const vm = first(engine);
  engine.dispatch({ type: 'heal-asked', vm, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  const { id } = engine.getState().incidents.get(vm)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  return id;
}

test('locked by somebody since the last poll: nothing is locked, sent or undone', async () => {
  const engine = await anEngine();
  const id = first(engine);
  await person(id, { lock: { locked_reason: 'upgrade' } });
  await reboot(engine);
  await ticks(20, engine);
  expect(sent).toEqual([]);
  expect(server(id)).toMatchObject({ locked: true, lockedReason: 'upgrade' });
  expect(journal.latest(20).some(({ words }) => words.includes('it is locked: upgrade'))).toBe(true);
});

describe.each([
  ['with a reason', { lock: { locked_reason: 'upgrade' } }],
  ['without one', { lock: null }],
])("an administrator's lock %s", (_, body) => {
  test.each(['before', 'after'] as const)(
    'in the moment %s ours: not rebooted, never unlocked, a person is told',
    async (when) => {
      let done = false;
      const engine = await anEngine(async (now, call) => {
        if (call !== 'lock' || now !== when || done) return;
        done = true;
        await person(first(engine), body);
      });
      const id = first(engine);
      await reboot(engine);
      await ticks(20, engine);
      expect(sent).toEqual(['lock']);
      expect(server(id).locked).toBe(true);
      expect(pages).toEqual([expect.stringContaining(`openstack server unlock ${id}`)]);

      const next = await anEngine();
      next.dispatch({ type: 'mode-set', mode: 'auto', who: 'ada' });
      await ticks(30, next);
      expect(sent).toEqual(['lock']);
      expect(server(id).locked).toBe(true);
    },
  );

  test('over ours while we are at it: it is theirs, and stays when we are done', async () => {
    const engine = await anEngine();
    const id = first(engine);
    await reboot(engine);
    await person(id, body);
    await ticks(20, engine);
    expect(sent).toEqual(['lock', 'reboot']);
    expect(server(id).locked).toBe(true);
    // What is said on it tells whose it is; without that a person is told.
    expect(pages).toHaveLength(body.lock ? 0 : 1);
  });
});

test('a lock that comes while we unlock is put back', async () => {
  let done = false;
  const engine = await anEngine(async (when, call) => {
    if (call !== 'unlock' || when !== 'before' || done) return;
    done = true;
    await person(first(engine), { lock: { locked_reason: 'upgrade' } });
  });
  const id = first(engine);
  await reboot(engine);
  await ticks(20, engine);
  expect(sent).toEqual(['lock', 'reboot', 'unlock', 'lock']);
  expect(server(id).locked).toBe(true);
  expect(pages).toHaveLength(1);
});

test('what a tenant writes on a lock proves nothing: our words on it do not make it ours', async () => {
  const engine = await anEngine();
  const id = first(engine);
  const incident = await reboot(engine);
  await ticks(12, engine);
  expect(sent).toEqual(['lock', 'reboot', 'unlock']);
  await person(id, (lock({ id }, incident) as Call).body);
  const next = await anEngine();
  await ticks(20, next);
  expect(sent).toEqual(['lock', 'reboot', 'unlock']);
  expect(server(id).locked).toBe(true);
});

test('a lock that was lifted by hand is over: the next one on the VM is not ours', async () => {
  const engine = await anEngine();
  const id = first(engine);
  await reboot(engine);
  await person(id, unlock({ id }).body);
  await ticks(20, engine);
  await person(id, { lock: null });
  await ticks(20, engine);
  expect(sent).toEqual(['lock', 'reboot']);
  expect(server(id).locked).toBe(true);
});

test('a process that dies with our lock on: the next one takes it off, by the request that the audit has', async () => {
  let isDead = false;
  const dead = await anEngine(async (when, call) => {
    if (call === 'reboot' && when === 'before') isDead = true;
    if (isDead) await new Promise(() => undefined);
  });
  const id = first(dead);
  dead.dispatch({ type: 'heal-asked', vm: id, action: 'hard-reboot', who: 'ada' });
  const { id: incident } = dead.getState().incidents.get(id)!;
  dead.dispatch({ type: 'confirmed', incident, action: 'hard-reboot', who: 'ada' });
  for (let turn = 0; turn < 200 && !isDead; turn++) await new Promise(setImmediate);
  expect(server(id).lockedReason).toBe(`cloud-medic heal ${incident}`);
  const next = await anEngine();
  await ticks(40, next);
  expect(sent).toEqual(['lock', 'reboot', 'unlock']);
  expect(server(id).locked).toBe(false);
});
