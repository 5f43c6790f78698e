import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../../source/clock.ts';
import { createSimulator, type Trouble } from '../../../source/simulator/index.ts';
import { serveSimulator } from '../../../source/simulator/serve.ts';
import { alarms, live, risk, thresholdAlarm } from './alarms.ts';
import { passwordOf, type StandIn, standIn } from './stand-in.ts';

type Received = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
};

/** Whoever is called from outside the simulated cloud. */
let listener: Server;
let received: Received[];
let status: number;
let url: string;

beforeEach(async () => {
  received = [];
  status = 200;
  listener = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { method, url: path, headers } = request;
      received.push({ method, path, headers, body: JSON.parse(text) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
afterEach(() => {
  listener.closeAllConnections();
  listener.close();
});

/** An alarm with actions, whose values were pushed one after the other and whose webhooks have all been called. */
async function lived(there: StandIn, change: Record<string, unknown>, values: readonly number[]): Promise<string> {
  const vm = there.vm().id;
  const { body } = await there.call('POST', alarms, thresholdAlarm(vm, change));
  await live(there, vm, body.alarm_id, values);
  await there.simulator.idle();
  return body.alarm_id;
}

test('a transition calls the actions of the new state, with Aodh’s body and headers', async () => {
  const there = await standIn();
  const actions = { ok_actions: [`${url}/ok`], alarm_actions: [`${url}/alarm?a=1`, `${url}/too`] };
  const id = await lived(there, { severity: 'critical', ...actions }, [0.2, 0.2, 0.9, 0.9, 0.1]);
  expect(received.map(({ path }) => path)).toEqual(['/ok', '/alarm?a=1', '/too', '/ok']);
  const { method, headers, body } = received[1]!;
  expect(method).toBe('POST');
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'python-requests/2.28.1',
    'x-openstack-request-id': expect.stringMatching(/^req-[0-9a-f-]{36}$/),
  });
  expect(headers).not.toHaveProperty('x-auth-token');
  expect(body).toEqual({
    alarm_name: `cloud-medic: ${there.vm().id}`,
    alarm_id: id,
    severity: 'critical',
    previous: 'ok',
    current: 'alarm',
    reason: 'Transition to alarm due to 1 samples outside threshold, most recent: 0.9',
    reason_data: { type: 'threshold', disposition: 'outside', count: 1, most_recent: 0.9 },
  });
  expect(received[0]!.body).toMatchObject({ previous: 'insufficient data', current: 'ok' });
});

test('losing sight calls its own actions', async () => {
  const there = await standIn();
  const actions = { insufficient_data_actions: [`${url}/blind`], alarm_actions: [`${url}/alarm`] };
  await lived(there, actions, [0.9]);
  there.seconds(30);
  await there.call('GET', alarms);
  await there.simulator.idle();
  expect(received.map(({ path }) => path)).toEqual(['/alarm', '/blind']);
  expect(received[1]!.body).toMatchObject({
    previous: 'alarm',
    current: 'insufficient data',
    reason: 'No datapoint for granularity 10',
    reason_data: { type: 'threshold', disposition: 'unknown', count: 1, most_recent: null },
  });
});

test('repeat_actions calls them at every turn, and history keeps the transitions alone', async () => {
  const there = await standIn();
  const id = await lived(there, { repeat_actions: true, alarm_actions: [`${url}/alarm`] }, [0.9, 0.8, 0.9]);
  expect(received.map(({ body }) => [body.previous, body.current, body.reason])).toEqual([
    ['insufficient data', 'alarm', 'Transition to alarm due to 1 samples outside threshold, most recent: 0.9'],
    ['alarm', 'alarm', 'Remaining as alarm due to 1 samples outside threshold, most recent: 0.8'],
    ['alarm', 'alarm', 'Remaining as alarm due to 1 samples outside threshold, most recent: 0.9'],
  ]);
  expect((await there.call('GET', `${alarms}/${id}/history`)).body).toHaveLength(2);
  expect((await there.call('GET', `${alarms}/${id}`)).body.state_reason).toMatch(/^Transition to alarm/);
});

test('a state set by hand calls nobody, and the turn that corrects it calls again', async () => {
  const there = await standIn();
  const actions = { ok_actions: [`${url}/ok`], alarm_actions: [`${url}/alarm`] };
  const id = await lived(there, actions, [0.9]);
  await there.call('PUT', `${alarms}/${id}/state`, 'ok');
  await there.simulator.idle();
  expect(received.map(({ path }) => path)).toEqual(['/alarm']);
  await live(there, there.vm().id, id, [0.9]);
  await there.simulator.idle();
  expect(received.map(({ path }) => path)).toEqual(['/alarm', '/alarm']);
});

test('a trusted action carries a token of the alarm’s owner, and the API shows no trust', async () => {
  const there = await standIn({ tokenSeconds: 30 });
  const demo = there.as(await there.signIn('demo'));
  const vm = there.simulator.world.vms().find((one) => one.projectId === there.simulator.world.people.demo.projectId)!;
  const { body } = await demo('POST', alarms, thresholdAlarm(vm.id, { alarm_actions: [`trust+${url}/trusted`] }));
  expect(body.alarm_actions).toEqual([`trust+${url}/trusted`]);
  await there.call('POST', '/metric/v1/batch/resources/metrics/measures?create_metrics=true', {
    [vm.id]: { [risk]: [{ timestamp: '2026-01-05T09:01:35', value: 0.9 }] },
  });
  there.simulator.revokeTokens();
  there.seconds(100);
  const admin = there.as(await there.signIn());
  await there.simulator.idle();
  expect(received.map(({ path }) => path)).toEqual(['/trusted']);
  const token = String(received[0]!.headers['x-auth-token']);
  const validated = await there.send('GET', '/identity/v3/auth/tokens', undefined, {
    'X-Auth-Token': token,
    'X-Subject-Token': token,
  });
  expect(validated.body.token).toMatchObject({ user: { name: 'demo' }, project: { name: 'demo' } });
  const own = await there.as(token)('GET', '/compute/v2.1/servers');
  expect([own.status, own.body.servers.length]).toEqual([200, 15]);
  expect((await admin('GET', `${alarms}/${body.alarm_id}`)).body.state).toBe('alarm');
});

test('a target inside the cloud is called in process, and trouble reaches it', async () => {
  const there = await standIn();
  const trouble: Trouble = { service: 'fault-injection', kind: 'status', status: 503, times: 2 };
  there.simulator.trouble.push(trouble);
  const inside = `trust+${there.simulator.url}/faults/v1/faults`;
  await lived(there, { alarm_actions: [inside, `${url}/then`] }, [0.9]);
  expect(trouble.times).toBe(1);
  expect(received.map(({ path }) => path)).toEqual(['/then']);
});

test('one that fails is lost and disturbs nobody', async () => {
  const there = await standIn();
  const closed = 'http://127.0.0.1:1/closed';
  status = 500;
  const actions = { alarm_actions: [closed, 'http:///', `${url}/alarm`], ok_actions: [`${url}/ok`] };
  await lived(there, actions, [0.9, 0.1]);
  expect(received.map(({ path }) => path)).toEqual(['/alarm', '/ok']);
});

test('a clock that jumps keeps the order of an alarm’s calls', async () => {
  const there = await standIn();
  const vm = there.vm().id;
  await there.call('POST', alarms, thresholdAlarm(vm, { ok_actions: [`${url}/ok`], alarm_actions: [`${url}/alarm`] }));
  const measures = [0.9, 0.1, 0.9, 0.1].map((value, index) => ({
    timestamp: new Date(there.clock.now() + index * 10_000 + 5000).toISOString(),
    value,
  }));
  await there.call('POST', '/metric/v1/batch/resources/metrics/measures?create_metrics=true', {
    [vm]: { [risk]: measures },
  });
  there.seconds(45);
  await there.call('GET', alarms);
  await there.simulator.idle();
  expect(received.map(({ path }) => path)).toEqual(['/alarm', '/ok', '/alarm', '/ok']);
});

test('log:// writes a line', async () => {
  const there = await standIn();
  const id = await lived(there, { alarm_actions: ['log://'] }, [0.9]);
  expect(there.simulator.alarmLog).toEqual([
    `Notifying alarm cloud-medic: ${there.vm().id} ${id} of low priority from insufficient data to alarm with action log:// because Transition to alarm due to 1 samples outside threshold, most recent: 0.9.`,
  ]);
});

test('served, alarms go off though nobody asks, and its own address is inside', async () => {
  const clock = new ManualClock();
  const simulator = createSimulator({ clock, vms: 1, historyMinutes: 1 });
  const served = await serveSimulator(simulator, 0);
  try {
    expect(simulator.origins).toContain(served.url);
    const signIn = { method: 'POST', body: JSON.stringify(passwordOf('admin', 'secret')) };
    const token = (await fetch(`${served.url}/identity/v3/auth/tokens`, signIn)).headers.get('X-Subject-Token')!;
    const post = (path: string, body: unknown) =>
      fetch(served.url + path, { method: 'POST', headers: { 'X-Auth-Token': token }, body: JSON.stringify(body) });
    const vm = simulator.world.vms()[0]!.id;
    await post('/metric/v1/batch/resources/metrics/measures?create_metrics=true', {
      [vm]: { [risk]: [{ timestamp: new Date(clock.now()).toISOString(), value: 0.9 }] },
    });
    const called = new Promise<void>((resolve) => listener.once('request', () => resolve()));
    await post(alarms, thresholdAlarm(vm, { alarm_actions: [`${url}/alarm`] }));
    clock.advance(10_000);
    await called;
    await simulator.idle();
    expect(received.map(({ path }) => path)).toEqual(['/alarm']);
  } finally {
    await served.close();
  }
  expect(simulator.origins).not.toContain(served.url);
});
