import { expect, test } from 'vitest';
import { alarms, live, push, risk, thresholdAlarm } from './alarms.ts';
import { type StandIn, standIn } from './stand-in.ts';

const create = async (there: StandIn, vm: string, change: Record<string, unknown> = {}): Promise<string> =>
  (await there.call('POST', alarms, thresholdAlarm(vm, change))).body.alarm_id;
const show = async (there: StandIn, id: string) => (await there.call('GET', `${alarms}/${id}`)).body;
const transitions = async (there: StandIn, id: string): Promise<Record<string, string>[]> =>
  (await there.call('GET', `${alarms}/${id}/history?q.field=type&q.value=state transition`)).body
    .map(({ detail }: { detail: string }) => JSON.parse(detail))
    .reverse();

test('a pushed probability raises the alarm and clears it, and history tells why', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const id = await create(there, vm);
  expect(await live(there, vm, id, [0.2, 0.9, 0.9, 0.1])).toEqual(['ok', 'alarm', 'alarm', 'ok']);
  expect(await show(there, id)).toMatchObject({
    state: 'ok',
    state_reason: 'Transition to ok due to 1 samples inside threshold, most recent: 0.1',
    // The evaluator does not touch it.
    state_timestamp: '2026-01-05T09:00:00',
    timestamp: '2026-01-05T09:00:00',
  });
  const { body: history } = await there.call('GET', `${alarms}/${id}/history`);
  expect(history.map(({ type }: { type: string }) => type)).toEqual([
    ...['state transition', 'state transition', 'state transition', 'creation'],
  ]);
  expect(history[1]).toEqual({
    event_id: expect.any(String),
    alarm_id: id,
    type: 'state transition',
    detail:
      '{"state": "alarm", "transition_reason": "Transition to alarm due to 1 samples outside threshold, most recent: 0.9"}',
    project_id: null,
    user_id: null,
    on_behalf_of: history[3].on_behalf_of,
    timestamp: '2026-01-05T09:00:20',
  });
});

test('all periods must agree; an alarm that knows nothing follows the last value', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const id = await create(there, vm, { rule: { evaluation_periods: 3 } });
  const states = await live(there, vm, id, [0.9, 0.1, 0.9, 0.1, 0.9, 0.9, 0.9, 0.1, 0.9, 0.1, 0.1, 0.1]);
  const unknown = 'insufficient data';
  expect(states).toEqual([
    ...[unknown, unknown, 'alarm', 'alarm', 'alarm', 'alarm'],
    ...['alarm', 'alarm', 'alarm', 'alarm', 'alarm', 'ok'],
  ]);
  expect((await transitions(there, id)).map((one) => one.transition_reason)).toEqual([
    'Transition to alarm due to 2 samples outside threshold, most recent: 0.9',
    'Transition to ok due to 3 samples inside threshold, most recent: 0.1',
  ]);
});

test('no data, no knowledge: silence, too few values, a deleted VM, and what does not exist', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const reason = async (change: Record<string, unknown>) => {
    const id = await create(there, vm, { state: 'ok', rule: change });
    there.seconds(10);
    const { state, state_reason } = await show(there, id);
    expect(state).toBe('insufficient data');
    return state_reason;
  };
  const nobody = '00000000-0000-0000-0000-000000000001';
  expect(await reason({})).toBe(`metric ${risk} for resource ${vm} does not exists`);
  expect(await reason({ resource_id: nobody })).toBe(`resource ${nobody} does not exists`);
  await push(there, vm, 0.9);
  expect(await reason({ evaluation_periods: 2 })).toBe('2 datapoints are unknown');
  expect(await reason({ granularity: 7 })).toBe(`aggregation mean does not exist for metric ${risk} of resource ${vm}`);
  const id = await create(there, vm);
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  await there.call('DELETE', `/compute/v2.1/servers/${vm}`);
  there.seconds(30);
  expect(await show(there, id)).toMatchObject({
    state: 'insufficient data',
    state_reason: 'No datapoint for granularity 10',
  });
  const fresh = await create(there, vm, { rule: { granularity: 7 } });
  there.seconds(20);
  expect((await show(there, fresh)).state_reason).toBe('Not evaluated yet');
});

test('the meters of Ceilometer can be watched too, as rates', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const full = { metric: 'cpu', aggregation_method: 'rate:mean', threshold: 5e9, granularity: 60 };
  const id = await create(there, vm, { rule: full });
  there.seconds(20);
  expect((await show(there, id)).state).toBe('ok');
  await there.inject('cpu-hog', vm, 600);
  there.seconds(200);
  expect((await show(there, id)).state).toBe('alarm');
});

test('an answer that Gnocchi cannot give is no alarm', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const id = await create(there, vm);
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  there.simulator.trouble.push({
    service: 'metric',
    path: '/measures',
    kind: 'status',
    status: 503,
    after: 2,
    times: 1,
  });
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  there.simulator.trouble[0] = { service: 'metric', path: '/resource/', kind: 'hang' };
  expect(await live(there, vm, id, [0.9])).toEqual(['insufficient data']);
  expect((await show(there, id)).state_reason).toMatch(/^alarm statistics retrieval failed: /);
  there.simulator.trouble.length = 0;
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
});

test('a state set by hand lasts until the next turn', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const id = await create(there, vm);
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  await there.call('PUT', `${alarms}/${id}/state`, 'ok');
  expect(await show(there, id)).toMatchObject({ state: 'ok', state_reason: 'Manually set via API' });
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  expect((await transitions(there, id)).map(({ state }) => state)).toEqual(['alarm', 'ok', 'alarm']);
});

test('neither a switched off alarm is evaluated nor one that a PUT made forget its time', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const off = await create(there, vm, { enabled: false });
  const id = await create(there, vm);
  const event = await there.call('POST', alarms, { name: 'e', type: 'event', event_rule: {}, state: 'ok' });
  const shown = await show(there, id);
  await there.call('PUT', `${alarms}/${id}`, thresholdAlarm(vm, { state: 'ok' }));
  expect(await live(there, vm, id, [0.9, 0.9])).toEqual(['ok', 'ok']);
  expect((await show(there, off)).state).toBe('insufficient data');
  expect((await show(there, event.body.alarm_id)).state).toBe('ok');
  await there.call('PUT', `${alarms}/${id}`, { ...shown, state: 'ok' });
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
});

test('turns come every ten seconds, or as often as is said', async () => {
  const there = await standIn({ evaluationSeconds: 60 });
  const vm = there.vm().id;
  there.seconds(25);
  const id = await create(there, vm, { rule: { granularity: 60 } });
  expect(await live(there, vm, id, [0.9, 0.9, 0.9])).toEqual([
    'insufficient data',
    'insufficient data',
    'insufficient data',
  ]);
  expect(await live(there, vm, id, [0.9])).toEqual(['alarm']);
  expect(await transitions(there, id)).toHaveLength(1);
  const [change] = (await there.call('GET', `${alarms}/${id}/history`)).body;
  expect(change.timestamp).toBe('2026-01-05T09:01:00');
});

test('an alarm that is younger than half an interval waits for its turn', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  there.seconds(7);
  const id = await create(there, vm);
  await push(there, vm, 0.9);
  there.seconds(4);
  expect((await show(there, id)).state).toBe('insufficient data');
  there.seconds(10);
  expect((await show(there, id)).state).toBe('alarm');
});

test('without alarms the evaluator sleeps, and wakes with the next', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  const first = await create(there, vm);
  await live(there, vm, first, [0.9]);
  await there.call('DELETE', `${alarms}/${first}`);
  there.seconds(600);
  const second = await create(there, vm);
  expect(await live(there, vm, second, [0.9])).toEqual(['alarm']);
});

test('the same seed gives the same ids, whoever asks', async () => {
  const run = async (requests: number) => {
    const there = await standIn({ vms: 1 });
    for (let i = 0; i < requests; i++) await there.call('GET', alarms);
    const id = await create(there, there.vm().id);
    return [id, (await there.call('GET', `${alarms}/${id}/history`)).body];
  };
  expect(await run(0)).toEqual(await run(5));
});

test('a thousand alarms cost little', async () => {
  const there = await standIn({ vms: 250 });
  const { world } = there.simulator;
  const turn = () => {
    const start = performance.now();
    there.seconds(10);
    world.advance();
    return performance.now() - start;
  };
  for (let i = 0; i < 10; i++) turn();
  const quiet = Math.min(...Array.from({ length: 10 }, turn));
  for (const vm of world.vms()) {
    for (let i = 0; i < 4; i++) await create(there, vm.id, { rule: { metric: 'cpu', threshold: i } });
  }
  for (let i = 0; i < 10; i++) turn();
  const busy = Math.min(...Array.from({ length: 10 }, turn));
  expect(busy - quiet).toBeLessThan(25);
});
