import { afterEach, expect, test } from 'vitest';
import { Aodh } from '../../../source/openstack/aodh.ts';
import { alarmBody } from '../../../source/provision/alarms.ts';
import { answer, type Loopback, type Routes } from './loopback.ts';
import { services } from './services.ts';

let lab: Loopback;
afterEach(() => lab.close());

async function open(routes: Routes, catalogue?: Record<string, string>): Promise<Aodh> {
  const opened = await services(routes, catalogue);
  lab = opened.lab;
  return new Aodh(opened.session);
}

const body = alarmBody({ id: 'vm1', name: 'web' }, 'opinion', {
  threshold: 0.8,
  periods: 2,
  granularity: 10,
  actions: [],
});

/** As the real one tells of an alarm. */
const recorded = {
  alarm_id: 'a1',
  ...body,
  ok_actions: [],
  insufficient_data_actions: [],
  time_constraints: [],
  project_id: 'p1',
  user_id: 'u1',
  timestamp: '2026-11-22T19:28:26.986257',
  state: 'alarm',
  state_timestamp: '2026-11-22T19:28:42.529364',
  state_reason: 'Transition to alarm due to 1 samples outside threshold, most recent: 90.0',
  evaluate_timestamp: '2026-11-22T19:28:26',
};

test('alarms are read, an odd one costs only itself, and times are UTC though they do not say so', async () => {
  const aodh = await open({ 'GET /alarming/v2/alarms': [recorded, { name: 'no id' }, null] });
  const alarms = await aodh.alarms();
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toMatchObject({ id: 'a1', name: 'cloud-medic: vm1', state: 'alarm', lives: true, repeats: false });
  expect(alarms[0]!.since).toBe(Date.UTC(2026, 10, 22, 19, 28, 42, 529));
  expect(alarms[0]!.rule).toMatchObject({ resource_id: 'vm1', granularity: 10 });
});

test('only those in one state are asked for by Aodh’s own kind of query', async () => {
  const aodh = await open({ 'GET /alarming/v2/alarms': [] });
  await aodh.alarms('alarm');
  expect(lab.got.at(-1)!.path).toContain('q.field=state&q.op=eq&q.value=alarm');
});

test('an alarm that has no time of evaluation is dead', async () => {
  const aodh = await open({ 'GET /alarming/v2/alarms': [{ ...recorded, evaluate_timestamp: null }] });
  expect((await aodh.alarms())[0]!.lives).toBe(false);
});

test('replacing keeps what is not ours to change, and gives back a lost time of evaluation', async () => {
  const there = { ...recorded, evaluate_timestamp: null, time_constraints: [{ name: 'night' }] };
  const aodh = await open({
    'GET /alarming/v2/alarms/a1': there,
    'PUT /alarming/v2/alarms/a1': (_, response) => answer(response, 200, there),
  });
  await aodh.replace('a1', { ...body, alarm_actions: ['trust+http://h/signal'] });
  expect(lab.got.at(-1)!.body).toMatchObject({
    state: 'alarm',
    time_constraints: [{ name: 'night' }],
    evaluate_timestamp: recorded.timestamp,
    alarm_actions: ['trust+http://h/signal'],
  });
});

test('a refusal is told in Aodh’s own words, and is never sent twice', async () => {
  const refusal = {
    error_message: { faultcode: 'Client', faultstring: 'Unsupported action gopher://h/x', debuginfo: null },
  };
  const aodh = await open({ 'POST /alarming/v2/alarms': (_, response) => answer(response, 503, refusal) });
  await expect(aodh.create(body)).rejects.toThrow(/Unsupported action gopher/);
  expect(lab.count('POST /alarming')).toBe(1);
});

test.each([
  ['the old name of its type', { alarm: '/alarming' }],
  ['an address that names the version', { alarming: '/alarming/v2' }],
  ['a slash at its end', { alarming: '/alarming/' }],
])('it is found in the catalogue under %s', async (_, catalogue) => {
  const aodh = await open({ 'GET /alarming/v2/alarms': [recorded] }, catalogue);
  expect(await aodh.alarms()).toHaveLength(1);
});

test('without it in the catalogue the failure names it', async () => {
  const aodh = await open({}, {});
  await expect(aodh.alarms()).rejects.toMatchObject({ code: 'no-service', message: expect.stringContaining('Aodh') });
});
