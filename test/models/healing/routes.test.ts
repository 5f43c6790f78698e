import { describe, expect, test } from 'vitest';
import { fleet, ladder } from './fleet.ts';

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
