import { afterEach, beforeEach, expect, test } from 'vitest';
import { Alarming } from '../../../source/provision/alarming.ts';
import { alarmBody } from '../../../source/provision/alarms.ts';
import { answer, type Loopback, type Routes } from '../openstack/loopback.ts';
import { services } from '../openstack/services.ts';
import { handlerOf, type Memory, memory, servicesOver } from './memory.ts';

const at = Date.UTC(2026, 0, 5);

let there: Memory;
let lab: Loopback;
beforeEach(() => {
  there = memory();
});
afterEach(() => lab.close());

async function open(broken: Routes = {}, catalogue?: Record<string, string>): Promise<Alarming> {
  const opened = await services({ ...servicesOver(there), ...broken }, catalogue);
  lab = opened.lab;
  return new Alarming(opened.session);
}

/** As `setup` leaves it, with alarms for these VMs. */
function setUpFor(...vms: readonly string[]): void {
  there.policies.set('cloud-medic', { definition: [{ granularity: '0:00:10' }] });
  there.rules.set('cloud-medic', { name: 'cloud-medic' });
  for (const vm of vms) {
    const body = alarmBody({ id: vm, name: vm }, 'opinion', {
      threshold: 0.8,
      periods: 2,
      granularity: 10,
      actions: [],
    });
    const time = '2026-01-04T23:59:00';
    there.alarms.set(vm, { alarm_id: vm, ...body, state: 'ok', state_timestamp: time, evaluate_timestamp: time });
    const metric = { name: 'cloud_medic.failure_probability', resource_id: vm };
    there.metrics.set(`${vm}-${metric.name}`, { id: `${vm}-${metric.name}`, ...metric });
  }
}

const told = (probabilities: Record<string, number>) => ({
  at,
  probabilities: new Map(Object.entries(probabilities)),
  due: new Map(Object.keys(probabilities).map((vm) => [vm, 0])),
  vms: new Map([['a', { name: 'web' }]]),
  threshold: 0.8,
  periods: 2,
  interval: 10,
});

test('where setup was not run nothing is pushed, and it is asked for only now and then', async () => {
  const alarming = await open();
  for (let tick = 0; tick < 31; tick++) await alarming.tell(told({ a: 0.5 }));
  expect(lab.count('GET /metric/v1/archive_policy_rule/')).toBe(2);
  expect(lab.got.filter(({ path }) => !path.startsWith('/identity'))).toHaveLength(2);
  expect(alarming.states).toBeUndefined();
  expect(alarming.health).toEqual([]);
});

test('all probabilities go out in one request, and the alarms’ states come in', async () => {
  setUpFor('a', 'b');
  const alarming = await open();
  await alarming.tell(told({ a: 0.93, b: 0.02 }));
  expect(lab.count('POST /metric')).toBe(1);
  expect(there.measures).toEqual([
    ['a', 'cloud_medic.failure_probability', 0.93],
    ['b', 'cloud_medic.failure_probability', 0.02],
  ]);
  expect(lab.got.at(-1)!.body).toMatchObject({
    a: { 'cloud_medic.failure_probability': [{ timestamp: '2026-01-05T00:00:00.000Z' }] },
  });
  expect(alarming.states!.get('a')).toEqual({ state: 'ok', since: at - 60_000 });
  expect(alarming.health.map(({ source, ok }) => [source, ok])).toEqual([
    ['aodh', true],
    ['push', true],
  ]);
});

test('VMs that Gnocchi does not know keep the others from nothing, and get no alarm yet', async () => {
  setUpFor('a');
  there.strangers.add('c');
  const alarming = await open();
  await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect(there.measures.map(([vm]) => vm)).toEqual(['a']);
  expect(there.alarms.size).toBe(1);
  there.strangers.clear();
  lab.got.length = 0;
  await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect(lab.count('POST /metric')).toBe(1);
  for (let tick = 0; tick < 6; tick++) await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect([...there.alarms.values()].map(({ name }) => name)).toEqual(['cloud-medic: a', 'cloud-medic: c']);
});

test('new VMs get their alarms, a few each tick, signalling the stack where there is one', async () => {
  setUpFor('a');
  there.stacks.set('cloud-medic-autonomous', {
    id: 's1',
    stack_name: 'cloud-medic-autonomous',
    stack_status: 'CREATE_COMPLETE',
  });
  const alarming = await open();
  const many = { a: 0.1, ...Object.fromEntries(['b', 'c', 'd', 'e'].map((vm) => [vm, 0.1])) };
  await alarming.tell(told(many));
  const names = () => [...there.alarms.values()].map(({ name }) => name);
  expect(names().filter((name) => String(name).startsWith('cloud-medic: '))).toHaveLength(4);
  await alarming.tell(told(many));
  expect(names().slice(-2)).toEqual(['cloud-medic reboot: e', 'cloud-medic: e']);
  const [reboot, opinion] = [...there.alarms.values()].slice(-2);
  expect(opinion!.alarm_actions).toEqual([]);
  expect(reboot).toMatchObject({
    alarm_actions: [expect.stringMatching(/^trust\+http.*cloud_medic_alarm\/signal$/)],
    gnocchi_resources_threshold_rule: { metric: 'cloud_medic.reboot_due' },
  });
});

test('a cloud that was set up before it had any VM gets alarms for the first ones', async () => {
  setUpFor();
  const alarming = await open();
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({ a: 0.1 }));
  expect(there.measures).toHaveLength(3);
  expect([...there.alarms.values()].map(({ name }) => name)).toEqual(['cloud-medic: a']);
});

test('that a reboot is due goes out where an alarm waits for it, and nowhere else', async () => {
  setUpFor('a');
  const due = { ...told({ a: 0.9 }), due: new Map([['a', 0.9]]) };
  const pushed = () => there.measures.filter(([, metric]) => metric === 'cloud_medic.reboot_due');
  const alarming = await open();
  await alarming.tell(due);
  expect(pushed()).toEqual([]);
  there.alarms.set('r', { ...there.alarms.get('a'), alarm_id: 'r', name: 'cloud-medic reboot: a' });
  await alarming.tell(due);
  expect(pushed()).toEqual([['a', 'cloud_medic.reboot_due', 0.9]]);
  expect(alarming.states!.size).toBe(1);
});

test('an alarm that a person takes down while it runs is not made again', async () => {
  setUpFor('a', 'b');
  const alarming = await open();
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  there.alarms.delete('a');
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(there.alarms.size).toBe(1);
});

/** As `teardown` goes on: the mark first, and the policy only after minutes. */
function tearDown(): void {
  there.rules.clear();
  there.alarms.clear();
  there.metrics.clear();
}

test('a cloud that is torn down while it runs stays so, until setup marks it again', async () => {
  setUpFor('a');
  const alarming = await open();
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect([there.metrics.size, there.alarms.size]).toEqual([2, 2]);
  tearDown();
  there.measures.length = 0;
  for (let tick = 0; tick < 40; tick++) await alarming.tell(told({ a: 0.1, b: 0.1, c: 0.1 }));
  expect([there.metrics.size, there.alarms.size, there.measures]).toEqual([0, 0, []]);
  expect([alarming.states, alarming.health]).toEqual([undefined, []]);
  setUpFor();
  for (let tick = 0; tick < 31; tick++) await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect([there.metrics.size, there.alarms.size]).toEqual([2, 2]);
});

test.each<[string, string]>([
  ['its metric', 'POST /metric/v1/resource/instance/'],
  ['its alarm', 'POST /alarming/v2/alarms'],
])('torn down in the very moment in which a new VM gets %s: that is taken away again', async (_, call) => {
  setUpFor('a');
  const alarming = await open({
    [call]: (got, response) => {
      tearDown();
      return handlerOf(there, call)(got, response);
    },
  });
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(lab.count(call)).toBe(1);
  expect([there.metrics.size, there.alarms.size]).toEqual([0, 0]);
});

test('whether it was torn down is not known: nothing is sent, and what was made stays in question', async () => {
  setUpFor('a');
  let isDown = false;
  const alarming = await open({
    'GET /metric/v1/archive_policy_rule/': (got, response) =>
      isDown ? answer(response, 500, {}) : handlerOf(there, 'GET /metric/v1/archive_policy_rule/')(got, response),
    'POST /alarming/v2/alarms': (got, response) => {
      isDown = true;
      return handlerOf(there, 'POST /alarming/v2/alarms')(got, response);
    },
  });
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(alarming.health.filter(({ ok }) => !ok)).toMatchObject([{ source: 'push' }]);
  tearDown();
  there.alarms.set('late', { alarm_id: 'alarm-2', name: 'cloud-medic: b' });
  there.measures.length = 0;
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(there.measures).toEqual([]);
  isDown = false;
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(lab.count('DELETE /alarming/v2/alarms/alarm-')).toBe(1);
  expect(there.metrics.size).toBe(0);
});

test.each<[string, Routes, string]>([
  [
    'Gnocchi takes no measures',
    { 'POST /metric/v1/batch/resources/metrics/measures': (_, response) => answer(response, 403, {}) },
    'push',
  ],
  ['Aodh is down', { 'GET /alarming/v2/alarms': (_, response) => answer(response, 500, {}) }, 'aodh'],
])('%s: it is told as a source’s health and thrown at nobody', async (_, broken, source) => {
  setUpFor('a');
  const alarming = await open(broken);
  await alarming.tell(told({ a: 0.5 }));
  const failed = alarming.health.filter(({ ok }) => !ok);
  expect(failed).toMatchObject([{ source, reason: expect.stringMatching(/./) }]);
});

test('a cloud without Aodh still gets the probabilities', async () => {
  setUpFor();
  const alarming = await open({}, {});
  await alarming.tell(told({ a: 0.5 }));
  expect(there.measures).toHaveLength(1);
  expect(alarming.health.map(({ source }) => source)).toEqual(['push']);
});

test('with very many alarms only those that went off are listed in between', async () => {
  setUpFor(...Array.from({ length: 1001 }, (_, index) => `vm${String(index).padStart(4, '0')}`));
  // More than a page: the memory knows no pages, so it answers the last one at once.
  const alarming = await open({
    'GET /alarming/v2/alarms': ({ path }, response) => {
      const query = new URL(path, lab.url).searchParams;
      const all = [...there.alarms.values()].filter(
        ({ state }) => !query.get('q.value') || state === query.get('q.value'),
      );
      const from = all.findIndex(({ alarm_id: id }) => id === query.get('marker')) + 1;
      answer(response, 200, all.slice(from, from + 1000));
    },
  });
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({}));
  there.alarms.set('vm0007', { ...there.alarms.get('vm0007'), state: 'alarm' });
  lab.got.length = 0;
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({}));
  const lists = lab.got.map(({ path }) => (path.includes('q.value=alarm') ? 'alarm' : 'all'));
  expect(lists.filter((list) => list === 'alarm')).toHaveLength(2);
  expect(alarming.states!.size).toBe(1001);
  expect(alarming.states!.get('vm0007')!.state).toBe('alarm');
});
