import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer, type Routes, tokenBody } from '../openstack/loopback.ts';
import { addresses } from '../openstack/services.ts';
import { at, told, watched } from './watched.ts';

let its: ReturnType<typeof watched>;
beforeEach(() => {
  its = watched();
});
afterEach(() => its.close());

test('where setup was not run nothing is pushed, and it is asked for only now and then', async () => {
  const alarming = await its.open();
  for (let tick = 0; tick < 31; tick++) await alarming.tell(told({ a: 0.5 }));
  expect(its.lab().count('GET /metric/v1/archive_policy_rule/')).toBe(2);
  expect(its.lab().got.filter(({ path }) => !path.startsWith('/identity'))).toHaveLength(2);
  expect(alarming.states).toBeUndefined();
  expect(alarming.health).toEqual([]);
});

test('all probabilities go out in one request, and the alarms’ states come in', async () => {
  its.setUpFor('a', 'b');
  const alarming = await its.open();
  await alarming.tell(told({ a: 0.93, b: 0.02 }));
  expect(its.lab().count('POST /metric')).toBe(1);
  expect(its.there.measures).toEqual([
    ['a', 'cloud_medic.failure_probability', 0.93],
    ['b', 'cloud_medic.failure_probability', 0.02],
  ]);
  expect(its.lab().got.at(-1)!.body).toMatchObject({
    a: { 'cloud_medic.failure_probability': [{ timestamp: '2026-01-05T00:00:00.000Z' }] },
  });
  expect(alarming.states!.get('a')).toEqual({ state: 'ok', since: at - 60_000 });
  expect(alarming.health.map(({ source, ok }) => [source, ok])).toEqual([
    ['aodh', true],
    ['push', true],
  ]);
});

test('VMs that Gnocchi does not know keep the others from nothing, and get no alarm yet', async () => {
  its.setUpFor('a');
  its.there.strangers.add('c');
  const alarming = await its.open();
  await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect(its.there.measures.map(([vm]) => vm)).toEqual(['a']);
  expect(its.there.alarms.size).toBe(1);
  its.there.strangers.clear();
  its.lab().got.length = 0;
  await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect(its.lab().count('POST /metric')).toBe(1);
  for (let tick = 0; tick < 6; tick++) await alarming.tell(told({ a: 0.1, c: 0.9 }));
  expect([...its.there.alarms.values()].map(({ name }) => name)).toEqual(['cloud-medic: a', 'cloud-medic: c']);
});

test('new VMs get their alarms, a few each tick, signalling the stack where there is one', async () => {
  its.setUpFor('a');
  its.there.stacks.set('cloud-medic-autonomous', {
    id: 's1',
    stack_name: 'cloud-medic-autonomous',
    stack_status: 'CREATE_COMPLETE',
  });
  const alarming = await its.open();
  const many = { a: 0.1, ...Object.fromEntries(['b', 'c', 'd', 'e'].map((vm) => [vm, 0.1])) };
  await alarming.tell(told(many));
  const names = () => [...its.there.alarms.values()].map(({ name }) => name);
  expect(names().filter((name) => String(name).startsWith('cloud-medic: '))).toHaveLength(4);
  await alarming.tell(told(many));
  expect(names().slice(-2)).toEqual(['cloud-medic reboot: e', 'cloud-medic: e']);
  const [reboot, opinion] = [...its.there.alarms.values()].slice(-2);
  expect(opinion!.alarm_actions).toEqual([]);
  expect(reboot).toMatchObject({
    alarm_actions: [expect.stringMatching(/^trust\+http.*cloud_medic_alarm\/signal$/)],
    gnocchi_resources_threshold_rule: { metric: 'cloud_medic.reboot_due' },
  });
});

test('without trusts a new VM gets no alarm that would need one, and that is told', async () => {
  its.setUpFor('a');
  its.there.stacks.set('cloud-medic-autonomous', { id: 's1', stack_name: 'cloud-medic-autonomous' });
  const alarming = await its.open({
    'POST /identity/v3/auth/tokens': (_, response) => {
      const { token } = tokenBody(its.lab().url, addresses) as { readonly token: object };
      const application_credential = { id: 'c', name: 'ci', restricted: true };
      answer(response, 201, { token: { ...token, application_credential } }, { 'x-subject-token': 't' });
    },
  });
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect([...its.there.alarms.values()].map(({ name }) => name)).toEqual(['cloud-medic: a', 'cloud-medic: b']);
  expect(alarming.health).toContainEqual({
    ...{ source: 'push', ok: true, newest: at },
    reason: expect.stringContaining('"ci" is restricted'),
  });
});

test('a cloud that was set up before it had any VM gets alarms for the first ones', async () => {
  its.setUpFor();
  const alarming = await its.open();
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({ a: 0.1 }));
  expect(its.there.measures).toHaveLength(3);
  expect([...its.there.alarms.values()].map(({ name }) => name)).toEqual(['cloud-medic: a']);
});

test('that a reboot is due goes out where an alarm waits for it, and nowhere else', async () => {
  its.setUpFor('a');
  const due = { ...told({ a: 0.9 }), due: new Map([['a', 0.9]]) };
  const pushed = () => its.there.measures.filter(([, metric]) => metric === 'cloud_medic.reboot_due');
  const alarming = await its.open();
  await alarming.tell(due);
  expect(pushed()).toEqual([]);
  its.there.alarms.set('r', { ...its.there.alarms.get('a'), alarm_id: 'r', name: 'cloud-medic reboot: a' });
  await alarming.tell(due);
  expect(pushed()).toEqual([['a', 'cloud_medic.reboot_due', 0.9]]);
  expect(alarming.states!.size).toBe(1);
});

test('an alarm that a person takes down while it runs is not made again', async () => {
  its.setUpFor('a', 'b');
  const alarming = await its.open();
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  its.there.alarms.delete('a');
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(its.there.alarms.size).toBe(1);
});

test.each<[string, Routes, string]>([
  [
    'Gnocchi takes no measures',
    { 'POST /metric/v1/batch/resources/metrics/measures': (_, response) => answer(response, 403, {}) },
    'push',
  ],
  ['Aodh is down', { 'GET /alarming/v2/alarms': (_, response) => answer(response, 500, {}) }, 'aodh'],
])('%s: it is told as a source’s health and thrown at nobody', async (_, broken, source) => {
  its.setUpFor('a');
  const alarming = await its.open(broken);
  await alarming.tell(told({ a: 0.5 }));
  const failed = alarming.health.filter(({ ok }) => !ok);
  expect(failed).toMatchObject([{ source, reason: expect.stringMatching(/./) }]);
});

test('a cloud without Aodh still gets the probabilities', async () => {
  its.setUpFor();
  const alarming = await its.open({}, {});
  await alarming.tell(told({ a: 0.5 }));
  expect(its.there.measures).toHaveLength(1);
  expect(alarming.health.map(({ source }) => source)).toEqual(['push']);
});

test('with very many alarms only those that went off are listed in between', async () => {
  its.setUpFor(...Array.from({ length: 1001 }, (_, index) => `vm${String(index).padStart(4, '0')}`));
  // More than a page: the memory knows no pages, so it answers the last one at once.
  const alarming = await its.open({
    'GET /alarming/v2/alarms': ({ path }, response) => {
      const query = new URL(path, its.lab().url).searchParams;
      const all = [...its.there.alarms.values()].filter(
        ({ state }) => !query.get('q.value') || state === query.get('q.value'),
      );
      const from = all.findIndex(({ alarm_id: id }) => id === query.get('marker')) + 1;
      answer(response, 200, all.slice(from, from + 1000));
    },
  });
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({}));
  its.there.alarms.set('vm0007', { ...its.there.alarms.get('vm0007'), state: 'alarm' });
  its.lab().got.length = 0;
  for (let tick = 0; tick < 3; tick++) await alarming.tell(told({}));
  const lists = its.lab().got.map(({ path }) => (path.includes('q.value=alarm') ? 'alarm' : 'all'));
  expect(lists.filter((list) => list === 'alarm')).toHaveLength(2);
  expect(alarming.states!.size).toBe(1001);
  expect(alarming.states!.get('vm0007')!.state).toBe('alarm');
});
