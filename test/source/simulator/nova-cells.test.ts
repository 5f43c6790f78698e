import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

const list = '/compute/v2.1/servers/detail';

/** A stand-in of which the cell with compute-1 is down, and somebody who asks it in a microversion. */
async function halfDown(version = '2.69') {
  const { simulator, as, token } = await standIn();
  simulator.world.hosts.unreached.add('compute-1');
  const there = simulator.world.vms().filter(({ host }) => host === 'compute-1');
  const call = as(token, version);
  const names = async (query: string) => (await call('GET', `${list}?${query}`)).body.servers;
  return { call, there, simulator, all: simulator.world.vms().length, names };
}

test('of a cell that is down a whole list has the ids first, and nothing else but what the API itself keeps', async () => {
  const { names, there, all } = await halfDown();
  const servers = await names('all_tenants=1');
  expect(servers).toHaveLength(all);
  const [first] = servers;
  expect(Object.keys(first).sort()).toEqual(['created', 'id', 'links', 'status', 'tenant_id']);
  expect(first.status).toBe('UNKNOWN');
  expect(servers.slice(0, there.length).every((one: { status: string }) => one.status === 'UNKNOWN')).toBe(true);
});

test.each([
  ['2.68', 'all_tenants=1'],
  ['2.93', 'all_tenants=1&limit=1000'],
  ['2.93', 'all_tenants=1&changes-since=2020-01-01T00:00:00Z'],
])('by %s %s skips such a cell, or fails where Nova is set up so', async (version, query) => {
  const { call, names, simulator, all, there } = await halfDown(version);
  expect(await names(query)).toHaveLength(all - there.length);
  simulator.world.hosts.skipsUnreached = false;
  expect((await call('GET', `${list}?${query}`)).status).toBe(500);
});

test('a server of such a cell is shown by what it was asked for, and cannot be acted on', async () => {
  const { call, there, simulator } = await halfDown();
  const path = `/compute/v2.1/servers/${there[0]!.id}`;
  const { server } = (await call('GET', path)).body;
  expect(server).toMatchObject({
    status: 'UNKNOWN',
    'OS-EXT-STS:power_state': 0,
    flavor: { vcpus: expect.anything() },
  });
  expect(server.name).toBeUndefined();
  expect((await call('POST', `${path}/action`, { reboot: { type: 'SOFT' } })).status).toBe(500);
  expect((await call('GET', `${path}/os-instance-actions`)).status).toBe(500);
  const old = await (await halfDown('2.68')).call('GET', path);
  expect(old.status).toBe(500);
  simulator.world.hosts.unreached.clear();
  expect((await call('GET', path)).body.server.status).toBe('ACTIVE');
});
