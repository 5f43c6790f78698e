import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Journal } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';
import type { World } from '../../source/simulator/world.ts';

const hour = 3_600_000;

/** The cloud's time goes on whatever happens to ours. */
let time: ManualClock;
let clock: ManualClock;
let world: World;
let journal: Journal;
let engine: Engine;
let sent: Call[];

/** An engine whose machine is so many milliseconds ahead of the cloud. */
async function begin(ahead: number) {
  clock = new ManualClock(time.now() + ahead);
  const { config, fetch, simulator } = simulatedCloud({ vms: 6, seed: 3, clock: time });
  world = simulator.world;
  const cloud = openstackCloud(config, { fetch, clock });
  const act = (call: Call) => {
    sent.push(call);
    return cloud.act(call);
  };
  const state = emptyState(loadModel(), 'auto', false, defaultSettings);
  engine = new Engine({ cloud: { ...cloud, act }, clock, journal, state });
  await engine.connect();
  await ticks(2);
}

beforeEach(() => {
  time = new ManualClock();
  journal = openJournal(':memory:');
  sent = [];
});
afterEach(() => journal.close());

async function ticks(count: number) {
  for (let i = 0; i < count; i++) {
    time.advance(10_000);
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}

const told = () => journal.latest(50).map(({ words }) => words);
const words = () => sent.map(({ body }) => Object.keys(body as object)[0]);

/** A hard reboot that a person asks for, sent and under our lock. */
async function reboot() {
  const vm = world.vms()[0]!;
  engine.dispatch({ type: 'heal-asked', vm: vm.id, action: 'hard-reboot', who: 'ada' });
  const { id } = engine.getState().incidents.get(vm.id)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  await ticks(1);
  expect(vm.locked).toBe(true);
  return vm;
}

test.each([hour, -hour])('a clock that is set wrong by %i ms in mid-heal is told and not followed', async (by) => {
  await begin(0);
  const vm = await reboot();
  clock.set(by);
  const before = engine.getState().at;
  await ticks(12);
  expect(engine.getState().at).toBe(before + 120_000);
  expect(told().filter((one) => one.includes("away from Nova's"))).toHaveLength(1);
  expect(vm.locked).toBe(false);
  expect(words()).toEqual(['lock', 'reboot', 'unlock']);
  expect(engine.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
});

test.each([30_000, -30_000])(
  'a clock %i ms off that is set right is followed, and nothing waits longer',
  async (by) => {
    await begin(by);
    const vm = await reboot();
    clock.set(-by);
    await ticks(12);
    expect(Math.abs(engine.getState().at - time.now())).toBeLessThan(1000);
    expect(told().filter((one) => one.includes('goes on from there'))).toHaveLength(1);
    expect(vm.locked).toBe(false);
    expect(words()).toEqual(['lock', 'reboot', 'unlock']);
    expect(engine.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
  },
);

test('a machine that slept for an hour in mid-heal goes on with it', async () => {
  await begin(0);
  const vm = await reboot();
  time.advance(hour);
  clock.set(hour);
  await ticks(12);
  expect(Math.abs(engine.getState().at - time.now())).toBeLessThan(1000);
  expect(told().filter((one) => one.includes("this machine's clock"))).toHaveLength(1);
  expect(vm.locked).toBe(false);
  expect(engine.getState().history[0]?.attempts).toMatchObject([{ outcome: 'healed' }]);
});

test('while our clock is an hour off Nova’s nothing is done alone, and that is said', async () => {
  await begin(hour);
  world.inject('crash', world.vms()[0]!.id, hour / 1000);
  await ticks(8);
  expect(sent).toEqual([]);
  const incident = engine.getState().incidents.get(world.vms()[0]!.id);
  expect(incident?.words).toContain("this machine's clock is 3600 s ahead of Nova's");
  clock.set(-hour);
  await ticks(8);
  expect(words()).toEqual(['os-start']);
});
