import { describe, expect, test } from 'vitest';
import { fleet, ladder } from './fleet.ts';

test('a sick VM is healed, proven and closed', () => {
  const { medic, world, sent } = fleet(3, 1);
  world.vms[0]!.sick = 'hang';
  medic.tick(20);
  expect(sent).toHaveLength(1);
  expect(medic.state.history[0]).toMatchObject({ phase: 'resolved', attempts: [{ outcome: 'healed', route: 'nova' }] });
});

test('one sick VM of three is a third of the fleet and no storm', () => {
  const { medic, world } = fleet(3, 3);
  world.vms[0]!.sick = 'hang';
  medic.tick(3);
  expect(medic.state.brake).toBeUndefined();
});

test('telemetry of all VMs is lost: nothing is done, not even for a VM that Nova finds dead', () => {
  const { medic, world, sent } = fleet(20, 4);
  for (const vm of world.vms) vm.silent = true;
  medic.tick(6);
  world.die(world.vms[0]!);
  medic.tick(60);
  expect(sent).toEqual([]);
  expect([...medic.state.incidents.values()].map(({ words }) => words)).toEqual([
    '19 of 19 running VMs are silent: the telemetry fails, not the VMs; until samples come again',
  ]);
});

test('a host goes down with twenty VMs: one host incident, no VM incident, no reboot, and a person is told', () => {
  const { medic, world, sent } = fleet(80, 4);
  world.hosts.set('host-1', 'unknown');
  for (const vm of world.vms) if (vm.host === 'host-1') vm.silent = true;
  medic.tick(60);
  expect([...medic.state.hosts.values()]).toMatchObject([{ host: 'host-1', vms: { length: 20 } }]);
  expect(medic.state.incidents.size).toBe(0);
  expect(sent).toEqual([]);
  expect(medic.pages).toContain('Nova has lost the host host-1: 20 VMs are on it');
});

test('three VMs of one host fail at once: it is the host', () => {
  const { medic, world, sent } = fleet(40, 4);
  for (const index of [1, 5, 9]) world.die(world.vms[index]!);
  medic.tick(30);
  expect(medic.state.hosts.get('host-1')?.words).toBe('host host-1: 3 of its 10 VMs fail at once');
  expect(sent).toEqual([]);
});

test('forty per cent of the fleet are sick: the brake, with its reason, until it is calm for its time', () => {
  const { medic, world, sent } = fleet(10, 10);
  for (const vm of world.vms.slice(0, 4)) vm.sick = 'hang';
  medic.tick(30);
  expect(sent).toEqual([]);
  expect(medic.state.brake?.words).toBe('4 of 10 VMs are unhealthy at once');
  expect(medic.pages).toEqual(['no heal starts by itself: 4 of 10 VMs are unhealthy at once']);
  for (const vm of world.vms.slice(1, 4)) vm.sick = undefined;
  medic.tick(20);
  expect(sent).toEqual([]);
  medic.tick(25);
  expect(medic.state.brake).toBeUndefined();
  expect(sent.map(({ vm }) => vm)).toEqual(['vm-0']);
});

describe('what a user did is left alone', () => {
  test.each(['stop', 'pause', 'suspend', 'shelve', 'resize'] as const)('%s', (deed) => {
    const { medic, world, sent } = fleet(6, 6);
    world.vms[0]!.sick = 'hang';
    world.user(world.vms[0]!, deed);
    medic.tick(60);
    expect(sent).toEqual([]);
  });

  test('lock', () => {
    const { medic, world, sent } = fleet(6, 6);
    Object.assign(world.vms[0]!, { sick: 'hang', locked: true, lockedReason: 'upgrade' });
    medic.tick(60);
    expect(sent).toEqual([]);
    expect(medic.state.incidents.get('vm-0')?.words).toBe('it is locked: upgrade, until somebody unlocks it');
  });

  test('reboot: what it brings is waited for', () => {
    const { medic, world, sent } = fleet(6, 6);
    world.user(world.vms[0]!, 'reboot');
    world.vms[0]!.sick = 'hang';
    medic.tick(10);
    expect(sent).toEqual([]);
    expect(medic.state.incidents.get('vm-0')?.words).toMatch(
      /^somebody else is at it: reboot \d+ s ago; left to them for \d+ s more$/,
    );
    medic.tick(10);
    expect(sent).toHaveLength(1);
  });
});

test('a VM that falls ill again and again is healed three times a day at most', () => {
  const { medic, world, sent } = fleet(6, 6);
  for (let hour = 0; hour < 10; hour++) {
    world.vms[0]!.sick = 'hang';
    medic.tick(360);
  }
  expect(sent).toHaveLength(3);
  expect(medic.state.incidents.get('vm-0')?.words).toMatch(/healed 3 times in 24 hours: a person should look/);
});

test('three heals without help: quarantine, and a person is told; nothing more until it is lifted', () => {
  const { medic, world, sent } = fleet(6, 6, { failures: 2 });
  world.cures = false;
  world.vms[0]!.sick = 'cpu-hog';
  medic.tick(400);
  expect(ladder(medic, 'vm-0')).toEqual([
    ['soft-reboot', 'no help'],
    ['hard-reboot', 'no help'],
  ]);
  expect(medic.state.quarantine.get('vm-0')?.words).toBe('2 heals in 24 hours brought nothing: a person should look');
  expect(medic.state.incidents.get('vm-0')).toMatchObject({ phase: 'escalated', plan: undefined });
  expect(medic.pages).toHaveLength(1);
  expect(sent).toHaveLength(2);
  medic.tell({ type: 'quarantine-lifted', vm: 'vm-0', who: 'ada' });
  world.cures = true;
  medic.tick(60);
  expect(sent).toHaveLength(3);
});

test('above the ceiling a person is wanted, and has to type the name of what is destroyed', () => {
  const { medic, world, sent } = fleet(6, 6);
  world.cures = false;
  world.vms[0]!.sick = 'hang';
  medic.tick(60);
  const incident = medic.state.incidents.get('vm-0')!;
  expect(incident).toMatchObject({ phase: 'held', plan: { action: 'rebuild' } });
  expect(medic.pages.at(-1)).toMatch(/Rebuild is rung 6, above what is done without asking/);
  const yes = { type: 'confirmed', incident: incident.id, action: 'rebuild', who: 'ada' } as const;
  medic.tell({ ...yes, typed: 'vm-1' });
  expect(sent).toHaveLength(1);
  world.cures = true;
  medic.tell({ ...yes, typed: 'vm-0' });
  medic.tick(20);
  expect(ladder(medic, 'vm-0').at(-1)).toEqual(['rebuild', 'healed']);
});
