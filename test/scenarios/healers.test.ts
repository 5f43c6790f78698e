import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../source/journal.ts';
import { firstVm, type Lab, lab, story } from './lab.ts';

const reboots = async (cloud: Lab, vm: string) => (await cloud.deeds(vm)).filter((deed) => deed === 'reboot').length;

/** A cloud whose alarms heal with no console open, and a console that only watches it, after so many seconds. */
async function watchedFor(seconds: number) {
  const cloud = lab();
  await cloud.setUp(true);
  const watcher = await cloud.medic({ mode: 'observe' });
  const { id } = firstVm(watcher);
  await cloud.pass(seconds, [watcher]);
  return { cloud, watcher, id };
}

describe('Aodh heals with no console', () => {
  test('alarm, signal, workflow, reboot, and the alarm is ok again', async () => {
    const { cloud, watcher, id } = await watchedFor(120);
    expect(await cloud.alarmOf(id)).toMatchObject({ state: 'ok' });
    await cloud.inject('hang', id);
    await cloud.pass(840, [watcher]);
    expect(await cloud.deeds(id)).toEqual(['reboot']);
    expect(await cloud.alarmOf(id)).toMatchObject({ state: 'ok' });
    const path = `/alarms/${(await cloud.alarmOf(id))!.id}/history`;
    const { body } = await cloud.session.call({ service: 'alarming', path });
    const transitions = (body as { type: string; detail: string }[]).filter(({ type }) => type === 'state transition');
    const states = transitions.map(({ detail }) => (JSON.parse(detail) as { state: string }).state);
    expect(states.filter((state) => state !== 'insufficient data')).toEqual(['ok', 'alarm', 'ok']);
    const runs = await cloud.mistral.newestExecutions();
    expect(runs.map(({ workflow, state }) => [workflow, state]).sort()).toEqual([
      ['cloud_medic.alarm', 'SUCCESS'],
      ['cloud_medic.autonomous', 'SUCCESS'],
      ['cloud_medic.soft_reboot', 'SUCCESS'],
    ]);
    expect(story(watcher).filter((line) => line.startsWith('claimed'))).toEqual([]);
    expect(watcher.getState().history).toMatchObject([{ words: 'healthy again without being healed' }]);
  });

  test.each([
    ['hang', 300],
    ['crash', 200],
    ['cpu-hog', 600],
  ] as const)('it and the console see the same %s: one heal', async (fault, within) => {
    const cloud = lab();
    await cloud.setUp(true);
    const medic = await cloud.medic();
    const { id } = firstVm(medic);
    await cloud.pass(120, [medic]);
    await cloud.inject(fault, id);
    await cloud.pass(900, [medic]);
    const deeds = await cloud.deeds(id);
    expect(deeds.filter((deed) => deed === 'reboot' || deed === 'start')).toHaveLength(1);
    expect(medic.getState().incidents.size).toBe(0);
    const [{ openedAt, closedAt = 0 } = { openedAt: 0 }] = medic.getState().history;
    expect((closedAt - openedAt) / 1000).toBeLessThan(within);
    expect(await cloud.alarmOf(id)).toMatchObject({ state: 'ok' });
  });
});

test('a guest that its hypervisor froze is rebooted hard by Mistral, once, though Nova calls it updated just now', async () => {
  const { cloud, watcher, id } = await watchedFor(60);
  const freeze = () => cloud.simulator.world.freeze(cloud.simulator.world.vm(id)!);
  freeze();
  await cloud.pass(120, [watcher]);
  const workflows = async () =>
    (await cloud.mistral.newestExecutions()).map(({ workflow, state }) => [workflow, state]);
  expect((await workflows()).sort()).toEqual([
    ['cloud_medic.alarm', 'SUCCESS'],
    ['cloud_medic.autonomous', 'SUCCESS'],
    ['cloud_medic.hard_reboot', 'SUCCESS'],
  ]);
  expect(await cloud.deeds(id)).toEqual(['reboot']);
  expect(await cloud.alarmOf(id)).toMatchObject({ state: 'ok' });
  freeze();
  await cloud.pass(120, [watcher]);
  expect(await cloud.alarmOf(id)).toMatchObject({ state: 'alarm' });
  expect(await cloud.deeds(id), 'within the cooldown').toEqual(['reboot']);
});

test('what a reboot does not mend is not rebooted with no console either, though Aodh has its alarm', async () => {
  const { cloud, watcher, id } = await watchedFor(120);
  await cloud.inject('disk-full', id);
  for (let polls = 0; polls < 90 && (await cloud.alarmOf(id))?.state !== 'alarm'; polls++)
    await cloud.pass(10, [watcher]);
  await cloud.pass(60, [watcher]);
  expect(watcher.getState().incidents.get(id)).toMatchObject({ diagnosis: 'disk-full' });
  expect(await cloud.alarmOf(id)).toMatchObject({ state: 'alarm' });
  expect(await cloud.mistral.newestExecutions()).toEqual([]);
  expect(await cloud.deeds(id)).toEqual([]);
});

test('the kill switch at a console holds what heals with no console as well', async () => {
  const { cloud, watcher, id } = await watchedFor(60);
  watcher.dispatch({ type: 'halted', on: true, who: 'ada' });
  await cloud.inject('hang', id);
  await cloud.pass(240, [watcher]);
  expect(await cloud.alarmOf(id)).toMatchObject({ state: 'alarm' });
  expect(await cloud.deeds(id)).toEqual([]);
  watcher.dispatch({ type: 'halted', on: false, who: 'ada' });
  await cloud.pass(60, [watcher]);
  expect(await cloud.deeds(id)).toEqual(['reboot']);
});

describe('two cloud-medics', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medics-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ['on one data folder', 'one'],
    ['on two', 'two'],
  ])('%s, in auto at the same time: one heal of each fault', async (_, second) => {
    const cloud = lab({ vms: 12 });
    const journals = ['one', second].map((name) => openJournal(join(folder, `${name}.db`)));
    const medics = [
      await cloud.medic({ journal: journals[0]!, holder: 'here 1' }),
      await cloud.medic({ journal: journals[1]!, holder: 'here 2' }),
    ];
    const vms = [...medics[0]!.getState().vms.values()];
    const [hung, dead] = [vms[0]!.id, vms.find(({ host }) => host !== vms[0]!.host)!.id];
    await cloud.pass(60, medics, true);
    await cloud.inject('hang', hung);
    await cloud.inject('crash', dead);
    await cloud.pass(900, medics, true);
    expect(await reboots(cloud, hung)).toBe(1);
    expect((await cloud.deeds(dead)).filter((deed) => deed === 'start')).toHaveLength(1);
    for (const medic of medics) expect(medic.getState().incidents.size).toBe(0);
    const outcomes = medics.flatMap((medic) => medic.getState().claims.map(({ outcome }) => outcome));
    // On one folder each knows of all heals.
    const others = second === 'two' ? 'refused' : 'healed';
    expect(outcomes.sort()).toEqual(['healed', 'healed', others, others]);
    expect((await cloud.nova.servers()).filter(({ locked }) => locked)).toEqual([]);
    for (const journal of journals) journal.close();
  });

  /** Two in auto on one folder, each with a handle of its own; the first has the lease. */
  async function pair() {
    const cloud = lab();
    const journals = [1, 2].map(() => openJournal(join(folder, 'both.db')));
    const [healer, other] = [
      await cloud.medic({ journal: journals[0]!, holder: 'here 1' }),
      await cloud.medic({ journal: journals[1]!, holder: 'here 2' }),
    ];
    await cloud.pass(60, [healer, other]);
    expect(other.getState().lease).toMatchObject({ ours: false });
    const { id } = firstVm(healer);
    const incidentOf = (medic: typeof healer) => medic.getState().incidents.get(id)!;
    const close = () => {
      for (const journal of journals) journal.close();
    };
    return { cloud, healer, other, id, incidentOf, close };
  }

  test('the kill switch at one console stops the other one that has the lease; released there, it goes on', async () => {
    const { cloud, healer, other, id, incidentOf, close } = await pair();
    await cloud.inject('hang', id);
    other.dispatch({ type: 'halted', on: true, who: 'ada' });
    await cloud.pass(10, [healer, other]);
    expect(healer.getState().halted).toMatchObject({ who: 'ada' });
    expect(story(healer)).toContain('halt: auto is stopped: nothing is done by itself any more');
    await cloud.pass(300, [healer, other]);
    expect(await cloud.deeds(id)).toEqual([]);
    expect(incidentOf(healer).words).toContain('auto was stopped by ada');
    healer.dispatch({ type: 'halted', on: false, who: 'bob' });
    await cloud.pass(10, [other, healer]);
    expect(other.getState().halted).toBeUndefined();
    await cloud.pass(300, [healer, other]);
    expect(await reboots(cloud, id)).toBe(1);
    expect(story(other).filter((line) => line.startsWith('halt'))).toHaveLength(2);
    close();
  });

  test('taken over, put off and maintained at one console, and that ended: so it is at the other', async () => {
    const { cloud, healer, other, id, incidentOf, close } = await pair();
    const who = 'ada';
    other.dispatch({ type: 'halted', on: true, who });
    await cloud.inject('hang', id);
    await cloud.pass(200, [healer, other]);
    const incident = incidentOf(other).id;
    other.dispatch({ type: 'acknowledged', incidents: [incident], on: true, who });
    other.dispatch({ type: 'snoozed', incident, until: cloud.clock.now() + 900_000, who });
    const host = firstVm(other).host;
    const subject = { kind: 'host', id: host } as const;
    other.dispatch({ type: 'maintenance-set', subject, reason: 'disks', until: undefined, who });
    await cloud.pass(10, [healer, other]);
    expect(incidentOf(healer)).toMatchObject({ acknowledged: { who }, snoozed: { who } });
    expect(healer.getState().maintenance.get(`host ${host}`)).toMatchObject({ reason: 'disks' });
    other.dispatch({ type: 'acknowledged', incidents: [incident], on: false, who });
    other.dispatch({ type: 'snoozed', incident, until: cloud.clock.now(), who });
    other.dispatch({ type: 'maintenance-cleared', subject, who });
    other.dispatch({ type: 'halted', on: false, who });
    await cloud.pass(300, [healer, other]);
    expect(healer.getState().maintenance.size).toBe(0);
    expect(await reboots(cloud, id)).toBe(1);
    close();
  });
});
