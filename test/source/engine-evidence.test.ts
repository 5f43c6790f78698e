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

let clock: ManualClock;
let world: World;
let journal: Journal;
let engine: Engine;
let sent: Call[];

beforeEach(async () => {
  clock = new ManualClock();
  const { config, fetch, simulator } = simulatedCloud({ vms: 6, seed: 3, clock });
  world = simulator.world;
  const cloud = openstackCloud(config, { fetch, clock });
  const act = (call: Call) => {
    sent.push(call);
    return cloud.act(call);
  };
  journal = openJournal(':memory:');
  sent = [];
  const state = emptyState(loadModel(), 'auto', false, defaultSettings);
  engine = new Engine({ cloud: { ...cloud, act }, clock, journal, state });
  await engine.connect();
  await ticks(2);
});
afterEach(() => journal.close());

async function ticks(count: number) {
  for (let i = 0; i < count; i++) {
    clock.advance(10_000);
    await engine.tick();
    await engine.idle();
  }
}

const incident = (vm: string) => engine.getState().incidents.get(vm);

test('a guest that lives under ERROR is told and not rebooted; a person may, and is warned', async () => {
  const vm = world.vms()[0]!;
  world.fail(vm, 'Live Migration failure: operation failed: migration job: unexpectedly failed');
  await ticks(12);
  expect(sent).toEqual([]);
  const { id, words, phase, plan, diagnosis } = incident(vm.id)!;
  expect(words).toContain('Nova says ERROR, but by its hypervisor it is running, and a sample came');
  expect({ phase, action: plan?.action, diagnosis }).toEqual({
    ...{ phase: 'held', action: 'hard-reboot', diagnosis: undefined },
  });
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  expect(sent.map(({ body }) => Object.keys(body as object)[0])).toContain('reboot');
});

test('a guest that Nova finds gone after a failed migration is not started beside itself', async () => {
  const vm = world.vms()[0]!;
  const actor = { ...world.people.admin, admin: true, requestId: 'req-theirs' };
  // There is one host only, so it fails.
  world.act(vm, 'live-migrate', actor);
  clock.advance(20_000);
  world.advance();
  expect(vm.actions[0]).toMatchObject({ action: 'live-migration', failed: true });
  world.inject('crash', vm.id, 3600);
  await ticks(12);
  expect(vm.actions[0]).toMatchObject({ action: 'stop', userId: null });
  expect(sent).toEqual([]);
  expect(incident(vm.id)).toMatchObject({ phase: 'held', plan: { action: 'start' } });
  expect(incident(vm.id)!.words).toContain('its live-migration failed: the guest may run on another host');
});
