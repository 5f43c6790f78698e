import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { lock, unlock } from '../../models/lock.ts';
import { Failure } from '../../source/failure.ts';
import { company, first, reboot } from './company.ts';
import { aDeadHolder } from './holders.ts';

let lab: ReturnType<typeof company>;
beforeEach(() => {
  lab = company();
});
afterEach(() => lab.journal.close());

test('locked by somebody since the last poll: nothing is locked, sent or undone', async () => {
  const engine = await lab.anEngine();
  const id = first(engine);
  await lab.person(id, { lock: { locked_reason: 'upgrade' } });
  await reboot(engine);
  await lab.ticks(20, engine);
  expect(lab.sent).toEqual([]);
  expect(lab.server(id)).toMatchObject({ locked: true, lockedReason: 'upgrade' });
  expect(lab.journal.latest(20).some(({ words }) => words.includes('it is locked: upgrade'))).toBe(true);
});

describe.each([
  ['with a reason', { lock: { locked_reason: 'upgrade' } }],
  ['without one', { lock: null }],
])("an administrator's lock %s", (_, body) => {
  test.each(['before', 'after'] as const)(
    'in the moment %s ours: not rebooted, never unlocked, a person is told',
    async (when) => {
      let done = false;
      const engine = await lab.anEngine(async (now, call) => {
        if (call !== 'lock' || now !== when || done) return;
        done = true;
        await lab.person(first(engine), body);
      });
      const id = first(engine);
      await reboot(engine);
      await lab.ticks(20, engine);
      expect(lab.sent).toEqual(['lock']);
      expect(lab.server(id).locked).toBe(true);
      expect(lab.pages).toEqual([expect.stringContaining(`openstack server unlock ${id}`)]);

      const next = await lab.anEngine();
      next.dispatch({ type: 'mode-set', mode: 'auto', who: 'ada' });
      await lab.ticks(30, next);
      expect(lab.sent).toEqual(['lock']);
      expect(lab.server(id).locked).toBe(true);
    },
  );

  test('over ours while we are at it: it is theirs, and stays when we are done', async () => {
    const engine = await lab.anEngine();
    const id = first(engine);
    await reboot(engine);
    await lab.person(id, body);
    await lab.ticks(20, engine);
    expect(lab.sent).toEqual(['lock', 'reboot']);
    expect(lab.server(id).locked).toBe(true);
    // What is said on it tells whose it is; without that a person is told.
    expect(lab.pages).toHaveLength(body.lock ? 0 : 1);
  });
});

test.each([
  ['once: it is tried again', 1, true, 'so it is locked again'],
  ['for good: a person is told to do it', 9, false, 'openstack server lock'],
])('putting it back is refused %s', async (_, refusals, isLocked, words) => {
  let [taken, left] = [false, refusals];
  const engine = await lab.anEngine(async (when, call) => {
    if (when === 'after') return;
    if (call === 'unlock' && !taken) {
      taken = true;
      await lab.person(first(engine), { lock: { locked_reason: 'upgrade' } });
    } else if (call === 'lock' && taken && left-- > 0) throw new Failure('cloud', 'conflict', 'Busy.', 'Wait.');
  });
  const id = first(engine);
  await reboot(engine);
  await lab.ticks(20, engine);
  expect(lab.server(id).locked).toBe(isLocked);
  expect(lab.pages).toEqual([expect.stringContaining(words)]);
});

test('a lock that comes while we unlock is put back', async () => {
  let done = false;
  const engine = await lab.anEngine(async (when, call) => {
    if (call !== 'unlock' || when !== 'before' || done) return;
    done = true;
    await lab.person(first(engine), { lock: { locked_reason: 'upgrade' } });
  });
  const id = first(engine);
  await reboot(engine);
  await lab.ticks(20, engine);
  expect(lab.sent).toEqual(['lock', 'reboot', 'unlock', 'lock']);
  expect(lab.server(id).locked).toBe(true);
  expect(lab.pages).toHaveLength(1);
});

test('what a tenant writes on a lock proves nothing: our words on it do not make it ours', async () => {
  const engine = await lab.anEngine();
  const id = first(engine);
  const incident = await reboot(engine);
  await lab.ticks(12, engine);
  expect(lab.sent).toEqual(['lock', 'reboot', 'unlock']);
  await lab.person(id, (lock({ id }, incident) as Call).body);
  const next = await lab.anEngine();
  await lab.ticks(20, next);
  expect(lab.sent).toEqual(['lock', 'reboot', 'unlock']);
  expect(lab.server(id).locked).toBe(true);
});

test('a lock that was lifted by hand is over: the next one on the VM is not ours', async () => {
  const engine = await lab.anEngine();
  const id = first(engine);
  await reboot(engine);
  await lab.person(id, unlock({ id }).body);
  await lab.ticks(20, engine);
  await lab.person(id, { lock: null });
  await lab.ticks(20, engine);
  expect(lab.sent).toEqual(['lock', 'reboot']);
  expect(lab.server(id).locked).toBe(true);
});

test('a process that dies with our lock on: the next one takes it off, by the request that the audit has', async () => {
  let isDead = false;
  const dead = await lab.anEngine(
    async (when, call) => {
      if (call === 'reboot' && when === 'before') isDead = true;
      if (isDead) await new Promise(() => undefined);
    },
    undefined,
    aDeadHolder('dead'),
  );
  const id = first(dead);
  dead.dispatch({ type: 'heal-asked', vm: id, action: 'hard-reboot', who: 'ada' });
  const { id: incident } = dead.getState().incidents.get(id)!;
  dead.dispatch({ type: 'confirmed', incident, action: 'hard-reboot', who: 'ada' });
  for (let turn = 0; turn < 200 && !isDead; turn++) await new Promise(setImmediate);
  expect(lab.server(id).lockedReason).toBe(`cloud-medic heal ${incident}`);
  const next = await lab.anEngine();
  await lab.ticks(40, next);
  expect(lab.sent).toEqual(['lock', 'reboot', 'unlock']);
  expect(lab.server(id).locked).toBe(false);
});
