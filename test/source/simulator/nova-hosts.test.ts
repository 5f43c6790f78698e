import { expect, test } from 'vitest';
import { imageId } from '../../../source/simulator/nova-view.ts';
import { type StandIn, standIn } from './stand-in.ts';

const hostOf = (server: Record<string, unknown>) => server['OS-EXT-SRV-ATTR:host'];
const live = { 'os-migrateLive': { host: null, block_migration: 'auto' } };

async function serviceOf({ call }: StandIn, host: string) {
  const { services } = (await call('GET', `/compute/v2.1/os-services?binary=nova-compute&host=${host}`)).body;
  return services[0];
}

async function force(cloud: StandIn, host: string, down: boolean) {
  const { id } = await serviceOf(cloud, host);
  return cloud.call('PUT', `/compute/v2.1/os-services/${id}`, { forced_down: down });
}

test('a live migration takes a VM to another host while it runs', async () => {
  const { act, server, seconds, vm } = await standIn();
  const { id, host, bootedAt } = vm();
  expect((await act(id, live)).status).toBe(202);
  expect(await server(id)).toMatchObject({ status: 'MIGRATING', 'OS-EXT-STS:task_state': 'migrating' });
  expect((await act(id, { reboot: { type: 'HARD' } })).body.conflictingRequest.message).toMatch(
    /task_state migrating$/,
  );
  seconds(20);
  const moved = await server(id);
  expect(moved.status).toBe('ACTIVE');
  expect(hostOf(moved)).not.toBe(host);
  expect(vm().bootedAt).toBe(bootedAt);
});

test('a live migration with nowhere to go fails in the instance action alone', async () => {
  const cloud = await standIn({ vms: 5 });
  const { id } = cloud.vm();
  expect((await cloud.act(id, live)).status).toBe(202);
  cloud.seconds(20);
  expect((await cloud.server(id)).status).toBe('ACTIVE');
  const path = `/compute/v2.1/servers/${id}/os-instance-actions`;
  const [newest] = (await cloud.call('GET', path)).body.instanceActions;
  expect(newest).toMatchObject({ action: 'live-migration', message: 'Error' });
  const { events } = (await cloud.call('GET', `${path}/${newest.request_id}`)).body.instanceAction;
  expect(events).toMatchObject([{ event: 'compute_live_migration', result: 'Error' }]);
});

test('a live migration is refused in the words of Nova', async () => {
  const { act, as, signIn, seconds, vm } = await standIn();
  const { id } = vm('web-01');
  const refusal = async (body: unknown) => (await act(id, body)).body?.badRequest?.message;
  expect(await refusal({ 'os-migrateLive': {} })).toBe(
    "Invalid input for field/attribute os-migrateLive. Value: {}. 'block_migration' is a required property",
  );
  expect(await refusal({ 'os-migrateLive': null })).toBe(
    "Invalid input for field/attribute os-migrateLive. Value: None. None is not of type 'object'",
  );
  expect(await refusal({ 'os-migrateLive': { host: 'nope', block_migration: 'auto' } })).toBe(
    'Compute host nope could not be found.',
  );
  const demo = as(await signIn('demo'));
  expect((await demo('POST', `/compute/v2.1/servers/${id}/action`, live)).status).toBe(403);
  await act(id, { 'os-stop': null });
  seconds(10);
  expect((await act(id, live)).body.conflictingRequest.message).toBe(
    `Cannot 'os-migrateLive' instance ${id} while it is in vm_state stopped`,
  );
});

test('a rebuild answers the server and boots it anew; a stopped one stays stopped', async () => {
  const { act, server, seconds, vm } = await standIn();
  const { id, bootedAt } = vm();
  expect((await act(id, { rebuild: { imageRef: 'x' } })).body.badRequest.message).toBe(
    "Invalid input for field/attribute imageRef. Value: x. 'x' is not a 'uuid'",
  );
  const rebuilt = await act(id, { rebuild: { imageRef: imageId } });
  expect(rebuilt.status).toBe(202);
  expect(rebuilt.body.server).toMatchObject({ id, status: 'REBUILD', adminPass: expect.any(String) });
  expect(rebuilt.headers.get('location')).toContain(`/servers/${id}`);
  seconds(30);
  expect((await server(id)).status).toBe('ACTIVE');
  expect(vm().bootedAt).toBeGreaterThan(bootedAt);
  await act(id, { 'os-stop': null });
  seconds(10);
  await act(id, { rebuild: { imageRef: imageId } });
  expect((await server(id)).status).toBe('REBUILD');
  seconds(30);
  expect((await server(id)).status).toBe('SHUTOFF');
});

test('an evacuation needs a host that is down, and Nova does not forget it at once', async () => {
  const cloud = await standIn();
  const { act, server, seconds, vm, as, token } = cloud;
  const { id, host } = vm();
  expect((await act(id, { evacuate: {} })).body.badRequest.message).toBe(`Compute service of ${host} is still in use.`);
  expect((await force(cloud, host, true)).body.service).toMatchObject({ host, state: 'down', forced_down: true });
  expect((await server(id)).host_status).toBe('DOWN');
  const evacuated = await act(id, { evacuate: {} });
  expect([evacuated.status, evacuated.text]).toEqual([200, '']);
  expect((await server(id)).status).toBe('REBUILD');
  seconds(30);
  const moved = await server(id);
  expect(moved.status).toBe('ACTIVE');
  expect(hostOf(moved)).not.toBe(host);
  expect((await force(cloud, host, false)).body.badRequest.message).toMatch(
    /^Unable to force up host .* as `done` evac/,
  );
  seconds(60);
  expect((await force(cloud, host, false)).body.service).toMatchObject({ state: 'up', forced_down: false });
  await force(cloud, String(hostOf(moved)), true);
  const old = await as(token, '2.1')('POST', `/compute/v2.1/servers/${id}/action`, { evacuate: {} });
  expect(old.body).toEqual({ adminPass: expect.any(String) });
});

test('a disabled host takes no VM and says why', async () => {
  const cloud = await standIn();
  const { id } = await serviceOf(cloud, 'compute-1');
  const put = (body: unknown) => cloud.call('PUT', `/compute/v2.1/os-services/${id}`, body);
  expect((await put({})).body.badRequest.message).toMatch(/^No updates were requested/);
  expect((await put({ status: 'enabled', disabled_reason: 'x' })).status).toBe(400);
  const { service } = (await put({ status: 'disabled', disabled_reason: 'upgrade' })).body;
  expect(service).toMatchObject({ status: 'disabled', disabled_reason: 'upgrade', state: 'up' });
  const there = cloud.simulator.world.vms().find((vm) => vm.host === 'compute-2')!;
  await cloud.act(there.id, live);
  cloud.seconds(20);
  expect(there.host).toBe('compute-2');
  expect((await put({ status: 'enabled' })).body.service).toMatchObject({ status: 'enabled', disabled_reason: null });
  expect((await cloud.call('PUT', '/compute/v2.1/os-services/nope', { forced_down: true })).status).toBe(404);
});

test('a reason for a lock is text, and older microversions have none', async () => {
  const { act, as, token, server, vm } = await standIn();
  const { id } = vm();
  expect((await act(id, { lock: { locked_reason: 5 } })).body.badRequest.message).toBe(
    "Invalid input for field/attribute locked_reason. Value: 5. 5 is not of type 'string'",
  );
  await as(token, '2.72')('POST', `/compute/v2.1/servers/${id}/action`, { lock: { locked_reason: 'old' } });
  expect(await server(id)).toMatchObject({ locked: true, locked_reason: null });
});
