import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

const old = [
  ...['id', 'name', 'status', 'tenant_id', 'user_id', 'metadata', 'hostId', 'image', 'flavor', 'created', 'updated'],
  ...['addresses', 'accessIPv4', 'accessIPv6', 'links', 'OS-DCF:diskConfig', 'progress', 'OS-EXT-AZ:availability_zone'],
  ...['config_drive', 'key_name', 'OS-SRV-USG:launched_at', 'OS-SRV-USG:terminated_at', 'security_groups'],
  ...['host', 'instance_name', 'hypervisor_hostname'].map((name) => `OS-EXT-SRV-ATTR:${name}`),
  ...['task_state', 'vm_state', 'power_state'].map((name) => `OS-EXT-STS:${name}`),
  'os-extended-volumes:volumes_attached',
];
const newer = [
  ...old,
  ...['reservation_id', 'launch_index', 'hostname', 'kernel_id', 'ramdisk_id', 'root_device_name', 'user_data'].map(
    (name) => `OS-EXT-SRV-ATTR:${name}`,
  ),
  ...['host_status', 'locked', 'locked_reason', 'description', 'tags', 'trusted_image_certificates', 'server_groups'],
];

test('a server has the fields that Nova gives it, by microversion', async () => {
  const { as, token, vm } = await standIn();
  const path = `/compute/v2.1/servers/${vm().id}`;
  const before = (await as(token, '2.1')('GET', path)).body.server;
  expect(Object.keys(before).sort()).toEqual([...old].sort());
  expect(Object.keys(before.flavor)).toEqual(['id', 'links']);
  const now = (await as(token, '2.79')('GET', path)).body.server;
  expect(Object.keys(now).sort()).toEqual([...newer].sort());
  expect(Object.keys(now.flavor)).toEqual([
    'vcpus',
    'ram',
    'disk',
    'ephemeral',
    'swap',
    'original_name',
    'extra_specs',
  ]);
  expect((await as(token, '2.9')('GET', path)).body.server).toMatchObject({ locked: false });
  expect((await as(token, '2.72')('GET', path)).body.server).not.toHaveProperty('locked_reason');
});

test('answers say their microversion and request id; one out of range is refused', async () => {
  const { as, token } = await standIn();
  const { headers } = await as(token)('GET', '/compute/v2.1/servers');
  expect(headers.get('OpenStack-API-Version')).toBe('compute 2.79');
  expect(headers.get('Vary')).toBe('OpenStack-API-Version,X-OpenStack-Nova-API-Version');
  expect(headers.get('x-openstack-request-id')).toBe(headers.get('x-compute-request-id'));
  const refused = await as(token, '2.999')('GET', '/compute/v2.1/servers');
  expect(refused.status).toBe(406);
  expect(refused.body.computeFault).toEqual({
    code: 406,
    message: 'Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
  });
});

test('lists in pages, each server once', async () => {
  const { call } = await standIn({ vms: 25 });
  const seen: string[] = [];
  let path: string | undefined = '/compute/v2.1/servers/detail?all_tenants=1&limit=10';
  const sizes: number[] = [];
  while (path) {
    const { body } = await call('GET', path);
    seen.push(...body.servers.map((one: { id: string }) => one.id));
    sizes.push(body.servers.length);
    path = body.servers_links?.[0].href.replace('http://simulated.invalid', '');
  }
  expect(sizes).toEqual([10, 10, 5]);
  expect(new Set(seen).size).toBe(25);
  expect((await call('GET', '/compute/v2.1/servers?marker=nope')).body.badRequest.message).toBe(
    'marker [nope] not found',
  );
});

test('a page holds a thousand at most', async () => {
  const { call } = await standIn({ vms: 1001, historyMinutes: 1 });
  const { body } = await call('GET', '/compute/v2.1/servers?all_tenants=true&limit=5000');
  expect(body.servers).toHaveLength(1000);
  expect(body.servers_links[0].rel).toBe('next');
});

test('filters by project, name, status and host', async () => {
  const { call, as, signIn, act, vm, seconds, simulator } = await standIn();
  const names = async (query: string) =>
    (await call('GET', `/compute/v2.1/servers?${query}`)).body.servers.map((one: { name: string }) => one.name).sort();
  expect(await names('all_tenants=1&name=^db-')).toEqual(['db-01', 'db-02', 'db-03']);
  expect((await names('all_tenants=1')).length).toBe(20);
  expect((await names('')).length).toBe(5);
  await act(vm('web-03').id, { 'os-stop': null });
  seconds(10);
  expect(await names('all_tenants=1&status=SHUTOFF')).toEqual(['web-03']);
  const onFirst = simulator.world.vms().filter((one) => one.host === 'compute-1');
  expect((await names('all_tenants=1&host=compute-1')).length).toBe(onFirst.length);
  const demo = as(await signIn('demo'));
  expect((await demo('GET', '/compute/v2.1/servers')).body.servers).toHaveLength(15);
  const refused = await demo('GET', '/compute/v2.1/servers/detail?all_tenants=1');
  expect(refused.status).toBe(403);
  expect(refused.body.forbidden.message).toBe(
    "Policy doesn't allow os_compute_api:servers:detail:get_all_tenants to be performed.",
  );
});

test('changes-since gives what changed, the deleted too', async () => {
  const { call, act, clock, vm, seconds } = await standIn();
  seconds(60);
  const since = new Date(clock.now()).toISOString();
  const changed = async () =>
    (await call('GET', `/compute/v2.1/servers/detail?all_tenants=1&changes-since=${since}`)).body.servers.map(
      ({ name, status }: { name: string; status: string }) => `${name} ${status}`,
    );
  expect(await changed()).toEqual([]);
  await act(vm('web-01').id, { reboot: { type: 'HARD' } });
  expect((await call('DELETE', `/compute/v2.1/servers/${vm('ci-01').id}`)).status).toBe(204);
  expect((await changed()).sort()).toEqual(['ci-01 DELETED', 'web-01 HARD_REBOOT']);
  expect((await call('GET', `/compute/v2.1/servers/${vm('ci-01').id}`)).status).toBe(404);
  expect((await call('GET', '/compute/v2.1/servers?all_tenants=1')).body.servers).toHaveLength(19);
});

test('a missing server, a foreign one and a bad id are 404', async () => {
  const { call, as, signIn, vm } = await standIn();
  const missing = await call('GET', '/compute/v2.1/servers/not-a-uuid');
  expect(missing.status).toBe(404);
  expect(missing.body).toEqual({ itemNotFound: { code: 404, message: 'Instance not-a-uuid could not be found.' } });
  const demo = as(await signIn('demo'));
  expect((await demo('GET', `/compute/v2.1/servers/${vm('web-02').id}`)).status).toBe(404);
});

test('lists flavors and services', async () => {
  const { call, as, signIn } = await standIn();
  const { flavors } = (await call('GET', '/compute/v2.1/flavors/detail')).body;
  expect(Object.keys(flavors[1]).sort()).toEqual(
    [
      ...['id', 'name', 'ram', 'disk', 'swap', 'OS-FLV-EXT-DATA:ephemeral', 'OS-FLV-DISABLED:disabled', 'vcpus'],
      ...['os-flavor-access:is_public', 'rxtx_factor', 'links', 'description', 'extra_specs'],
    ].sort(),
  );
  const { services } = (await call('GET', '/compute/v2.1/os-services?binary=nova-compute')).body;
  expect(services.map((one: { host: string }) => one.host)).toEqual(['compute-1', 'compute-2']);
  const demo = as(await signIn('demo'));
  expect((await demo('GET', '/compute/v2.1/os-services')).body.forbidden.message).toBe(
    "Policy doesn't allow os_compute_api:os-services:list to be performed.",
  );
});
