import { expect, test } from 'vitest';
import { type StandIn, standIn } from './stand-in.ts';

/** The last values of a meter of a VM, oldest first. */
async function latest({ call }: StandIn, vm: string, meter: string, method = 'mean', from = '-60s'): Promise<number[]> {
  const path = `/metric/v1/resource/instance/${vm}/metric/${meter}/measures`;
  const { body } = await call('GET', `${path}?granularity=10&start=${from}&aggregation=${method}`);
  return body.map(([, , value]: [string, number, number]) => value);
}

test('an injection is told with all its fields, runs and ends at its time', async () => {
  const world = await standIn();
  const { inject, call, seconds, vm } = world;
  const { id } = vm();
  const answer = await inject('cpu-hog', id, 120);
  expect(answer.status).toBe(201);
  expect(Object.keys(answer.body)).toEqual(['id', 'fault', 'vm', 'vmName', 'startedAt', 'endsAt', 'state']);
  expect(answer.body).toMatchObject({ fault: 'cpu-hog', vm: id, vmName: 'web-01', state: 'active' });
  seconds(60);
  const busy = await latest(world, id, 'cpu', 'rate:mean', '-30s');
  for (const value of busy) expect(value / 1e10 / vm().shape.vcpus).toBeGreaterThan(0.94);
  seconds(61);
  expect((await call('GET', '/faults/v1/faults')).body.faults).toMatchObject([{ state: 'ended' }]);
  seconds(40);
  const calm = await latest(world, id, 'cpu', 'rate:mean', '-20s');
  for (const value of calm) expect(value / 1e10 / vm().shape.vcpus).toBeLessThan(0.8);
});

test('refuses a second fault, an unknown fault, an unknown VM and a VM that is off', async () => {
  const { inject, act, seconds, vm } = await standIn();
  await inject('hang', vm().id);
  expect((await inject('cpu-hog', vm().id)).status).toBe(409);
  expect((await inject('gremlins', vm('db-01').id)).status).toBe(400);
  expect((await inject('hang', vm('db-01').id, 0)).status).toBe(400);
  expect((await inject('hang', 'nobody')).status).toBe(404);
  await act(vm('db-01').id, { 'os-stop': null });
  seconds(10);
  expect((await inject('hang', vm('db-01').id)).status).toBe(409);
});

test('is taken back by hand, and again without harm', async () => {
  const { inject, call, vm } = await standIn();
  const { id } = (await inject('hang', vm().id)).body;
  expect((await call('DELETE', `/faults/v1/faults/${id}`)).body.state).toBe('reverted');
  expect((await call('DELETE', `/faults/v1/faults/${id}`)).body.state).toBe('reverted');
  expect((await call('DELETE', '/faults/v1/faults/none')).status).toBe(404);
  expect((await inject('crash', vm().id)).status).toBe(201);
});

test('needs a token', async () => {
  const { send } = await standIn();
  expect((await send('GET', '/faults/v1/faults')).status).toBe(401);
});

test('a crash: the guest is gone, Nova finds it and stops the server without a user', async () => {
  const world = await standIn();
  const { inject, call, server, seconds, act, vm } = world;
  const { id } = vm();
  await inject('crash', id);
  seconds(11);
  expect(await server(id)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:power_state': 1 });
  expect(await latest(world, id, 'cpu', 'mean', '-1s')).toEqual([]);
  seconds(25);
  expect(await server(id)).toMatchObject({ status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 });
  const path = `/compute/v2.1/servers/${id}/os-instance-actions`;
  expect((await call('GET', path)).body.instanceActions[0]).toMatchObject({ action: 'stop', user_id: null });
  expect((await act(id, { 'os-getConsoleOutput': {} })).body.output).toContain('Kernel panic');
  await act(id, { 'os-start': null });
  seconds(30);
  expect(await server(id)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:power_state': 1 });
  expect((await call('GET', '/faults/v1/faults')).body.faults[0].state).toBe('cured');
  expect((await latest(world, id, 'cpu')).length).toBeGreaterThan(0);
});

test('a crash that is taken back gives the VM its life back', async () => {
  const { inject, call, server, seconds, vm } = await standIn();
  const { id } = vm();
  const injection = (await inject('crash', id)).body;
  seconds(40);
  expect((await server(id)).status).toBe('SHUTOFF');
  await call('DELETE', `/faults/v1/faults/${injection.id}`);
  seconds(10);
  expect((await server(id)).status).toBe('ACTIVE');
});

test('a hang: ACTIVE, samples arrive and stand still; only a hard reboot cures', async () => {
  const world = await standIn();
  const { inject, call, server, seconds, act, vm } = world;
  const { id } = vm();
  await inject('hang', id);
  seconds(60);
  expect((await server(id)).status).toBe('ACTIVE');
  const path = '/metric/v1/aggregates?granularity=10&start=-30s';
  const search = { '=': { instance_id: id } };
  const operations = ['metric', 'network.outgoing.bytes', 'rate:mean'];
  const body = { resource_type: 'instance_network_interface', search, operations };
  const { measures } = (await call('POST', path, body)).body;
  const [tap] = Object.values(measures) as Record<string, Record<string, [string, number, number][]>>[];
  const rates = tap!['network.outgoing.bytes']!['rate:mean']!;
  expect(rates.length).toBeGreaterThan(2);
  expect(rates.every(([, , value]) => value === 0)).toBe(true);
  const state = async () => (await call('GET', '/faults/v1/faults')).body.faults[0].state;
  await act(id, { reboot: { type: 'SOFT' } });
  seconds(30);
  expect(await state()).toBe('active');
  await act(id, { reboot: { type: 'HARD' } });
  seconds(30);
  expect(await state()).toBe('cured');
});

test('a memory leak climbs and is cured by a soft reboot', async () => {
  const world = await standIn();
  const { inject, call, seconds, act, vm } = world;
  const { id } = vm();
  await inject('memory-leak', id, 3600);
  seconds(15 * 60);
  const full = await latest(world, id, 'memory.usage');
  expect(full.at(-1)! / vm().shape.memoryMb).toBeGreaterThan(0.95);
  seconds(5 * 60);
  expect((await act(id, { 'os-getConsoleOutput': {} })).body.output).toContain('Out of memory: Killed process');
  await act(id, { reboot: { type: 'SOFT' } });
  seconds(60);
  expect((await call('GET', '/faults/v1/faults')).body.faults[0].state).toBe('cured');
  expect((await latest(world, id, 'memory.usage', 'mean', '-20s')).at(-1)! / vm().shape.memoryMb).toBeLessThan(0.8);
});

test('a full disk survives a reboot', async () => {
  const { inject, call, seconds, act, vm } = await standIn();
  const { id } = vm();
  await inject('disk-full', id, 7200);
  seconds(10 * 60);
  await act(id, { reboot: { type: 'HARD' } });
  seconds(120);
  expect((await call('GET', '/faults/v1/faults')).body.faults[0].state).toBe('active');
  expect((await act(id, { 'os-getConsoleOutput': {} })).body.output).toContain('No space left on device');
});

test('lost telemetry: no samples, and Nova sees nothing wrong', async () => {
  const world = await standIn();
  const { inject, server, seconds, vm } = world;
  const { id } = vm();
  const injection = await inject('telemetry-loss', id, 120);
  expect(injection.status).toBe(201);
  seconds(61);
  expect(await latest(world, id, 'cpu', 'mean', '-50s')).toEqual([]);
  expect(await server(id)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:power_state': 1 });
  seconds(90);
  expect((await latest(world, id, 'cpu', 'mean', '-20s')).length).toBeGreaterThan(0);
});
