import { describe, expect, test } from 'vitest';
import type { HealSettings } from '../../../models/heal-settings.ts';
import { type Act, Medic } from './medic.ts';
import { World } from './world.ts';

/** A fleet in auto mode that was looked at for a while, and what was sent since. */
function fleet(vms: number, hosts: number, settings: Partial<HealSettings> = {}) {
  const medic = new Medic(new World(vms, hosts), 'auto', settings);
  const sent: Act[] = [];
  medic.watch = (act) => sent.push(act);
  medic.tick(4);
  return { medic, world: medic.world, sent };
}

const ladder = (medic: Medic, vm: string) => {
  const all = [...medic.state.history, ...medic.state.incidents.values()];
  return all
    .filter((one) => one.vm === vm)
    .flatMap((one) => one.attempts.map(({ action, outcome }) => [action, outcome]));
};

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
    '19 of 19 running VMs are silent: the telemetry fails, not the VMs',
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
  expect(medic.pages).toEqual(['no heal starts: 4 of 10 VMs are unhealthy at once']);
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
    expect(medic.state.incidents.get('vm-0')?.words).toBe('it is locked: upgrade');
  });

  test('reboot: what it brings is waited for', () => {
    const { medic, world, sent } = fleet(6, 6);
    world.user(world.vms[0]!, 'reboot');
    world.vms[0]!.sick = 'hang';
    medic.tick(10);
    expect(sent).toEqual([]);
    expect(medic.state.incidents.get('vm-0')?.words).toMatch(/^somebody else is at it: reboot \d+ s ago$/);
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

test('a VM of a stack is replaced by Heat, and the new VM is what is proven', () => {
  const { medic, world } = fleet(6, 6);
  world.cures = false;
  world.vms[3]!.sick = 'hang';
  medic.tick(60);
  const { id, plan } = medic.state.incidents.get('vm-3')!;
  expect(plan).toMatchObject({ action: 'heat-replace', route: 'heat', before: [{ body: { mark_unhealthy: true } }] });
  medic.tell({ type: 'confirmed', incident: id, action: 'heat-replace', who: 'ada', typed: 'vm-3' });
  medic.tick(20);
  expect(medic.state.history[0]).toMatchObject({ id, vm: 'vm-3-new', phase: 'resolved' });
  expect(world.find('vm-3')).toBeUndefined();
});

describe('routes', () => {
  const routes = { 'hard-reboot': 'mistral' } as const;

  test('an execution of our workflow, with our own id, is followed to its end', () => {
    const { medic, world, sent } = fleet(6, 6, { routes });
    world.vms[0]!.sick = 'hang';
    medic.tick(20);
    expect(sent[0]).toMatchObject({
      before: [],
      call: { service: 'workflow', path: '/executions', body: { workflow_name: 'cloud_medic.hard_reboot' } },
    });
    expect((sent[0]!.call.body as { id: string }).id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(ladder(medic, 'vm-0')).toEqual([['hard-reboot', 'healed']]);
  });

  test('an execution that fails is no help, in its own words', () => {
    const { medic, world } = fleet(6, 6, { routes });
    world.vms[0]!.sick = 'hang';
    world.fates = ['fails'];
    medic.tick(8);
    expect(medic.state.incidents.get('vm-0')?.attempts[0]).toMatchObject({
      outcome: 'no help',
      words: "Mistral's execution is ERROR",
    });
  });

  test.each(['missing', 'refusing'])('Mistral %s: straight to Nova, and it says so', (trouble) => {
    const { medic, world, sent } = fleet(6, 6, { routes });
    if (trouble === 'missing') world.sources.mistral = false;
    else world.fates = ['refused'];
    world.vms[0]!.sick = 'hang';
    medic.tick(20);
    const last = medic.state.history[0]!.attempts.at(-1)!;
    expect(last).toMatchObject({
      route: 'nova',
      outcome: 'healed',
      because: expect.stringMatching(/: straight to Nova$/),
    });
    const lock = { locked_reason: expect.stringMatching(/^cloud-medic heal /) };
    expect(sent.at(-1)!.before).toMatchObject([{ body: { lock } }]);
  });
});

test('the VM is locked while a hard reboot is under way, and unlocked when it is over or refused', () => {
  for (const fate of ['ok', 'refused'] as const) {
    const { medic, world } = fleet(6, 6);
    const [vm] = world.vms;
    vm!.sick = 'hang';
    world.fates = ['ok', fate];
    medic.tick(2);
    if (fate === 'ok') expect(vm!.lockedReason).toMatch(/^cloud-medic heal /);
    medic.tick(10);
    expect(vm!.locked).toBe(false);
  }
});

describe('a process that dies', () => {
  test.each([1, 2, 3])('at point %d of a hard reboot: taken up, sent once, the lock released', (life) => {
    const { medic, world, sent } = fleet(6, 6);
    const arrived: string[] = [];
    medic.arrived = (act) => arrived.push(`${act.incident} ${act.number}`);
    world.vms[0]!.sick = 'hang';
    medic.life = life;
    medic.tick(3);
    expect(medic.life).toBeUndefined();
    expect(medic.state.incidents.get('vm-0')).toMatchObject({ phase: expect.stringMatching(/healing|verifying/) });
    medic.tick(60);
    expect(new Set(arrived).size).toBe(arrived.length);
    expect(sent.length).toBe(life === 2 ? 2 : 1);
    expect(world.vms[0]).toMatchObject({ locked: false, sick: undefined });
    expect(medic.state.incidents.size).toBe(0);
  });

  test('budget, quarantine, maintenance, brake and kill switch outlive it', () => {
    const { medic, world, sent } = fleet(12, 12);
    for (const vm of world.vms.slice(0, 2)) vm.sick = 'hang';
    medic.tick(30);
    const subject = { kind: 'host', id: 'host-5' } as const;
    medic.tell({ type: 'maintenance-set', subject, reason: 'disks', until: undefined, who: 'ada' });
    medic.tell({ type: 'halted', on: true, who: 'ada' });
    for (const vm of world.vms.slice(2, 9)) vm.sick = 'hang';
    medic.tick(3);
    const { claims, maintenance, halted, brake } = medic.state;
    expect([claims.length, maintenance.size, halted?.who, brake !== undefined]).toEqual([2, 1, 'ada', true]);
    medic.restart();
    expect(medic.state).toMatchObject({ claims, maintenance, halted, brake: { words: brake!.words } });
    expect(sent).toHaveLength(2);
  });
});
