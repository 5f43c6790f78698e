import { expect, test } from 'vitest';
import { imageId } from '../../../source/simulator/nova-view.ts';
import { standIn } from './stand-in.ts';

const servers = '/compute/v2.1/servers';
const wanted = { name: 'web-99', flavorRef: '2', imageRef: imageId, networks: 'none', metadata: { service: 'web' } };

test('a server is built, is then a VM like any other, and can be deleted', async () => {
  const { call, server, seconds, simulator } = await standIn();
  const made = await call('POST', servers, { server: wanted });
  expect(made.status).toBe(202);
  expect(Object.keys(made.body.server)).toEqual(['id', 'links', 'OS-DCF:diskConfig', 'security_groups', 'adminPass']);
  const { id } = made.body.server;
  expect(made.headers.get('location')).toBe(`${simulator.url}${servers}/${id}`);
  const young = await server(id);
  expect(young).toMatchObject({ status: 'BUILD', hostId: '', addresses: {}, 'OS-EXT-STS:task_state': 'scheduling' });
  expect(young).toMatchObject({ 'OS-EXT-SRV-ATTR:host': null, 'OS-SRV-USG:launched_at': null, host_status: '' });
  seconds(3);
  expect(await server(id)).toMatchObject({ status: 'BUILD', 'OS-EXT-STS:task_state': 'spawning', host_status: 'UP' });
  seconds(10);
  expect(await server(id)).toMatchObject({
    status: 'ACTIVE',
    metadata: { service: 'web' },
    tenant_id: expect.any(String),
  });
  seconds(60);
  const measures = `/metric/v1/resource/instance/${id}/metric/cpu/measures?granularity=10`;
  expect((await call('GET', measures)).body.length).toBeGreaterThan(3);
  expect((await call('GET', `/metric/v1/resource/instance/${id}`)).body.launched_at).toMatch(/^2026-01-05T09:00:10/);
  expect((await call('DELETE', `${servers}/${id}`)).status).toBe(204);
  expect((await call('GET', `${servers}/${id}`)).status).toBe(404);
});

test('the new VM changes nothing in the others', async () => {
  const run = async (create: boolean) => {
    const { call, seconds } = await standIn({ vms: 5 });
    if (create) await call('POST', servers, { server: wanted });
    seconds(120);
    const search = {
      resource_type: 'instance',
      search: { like: { display_name: 'web-0%' } },
      operations: '(metric cpu mean)',
    };
    return (await call('POST', '/metric/v1/aggregates?granularity=10&groupby=id&needed_overlap=0', search)).body;
  };
  expect(await run(true)).toEqual(await run(false));
});

test('what cannot be made is refused in the words of Nova', async () => {
  const { call } = await standIn();
  const refusal = async (server: unknown) => (await call('POST', servers, { server })).body.badRequest.message;
  expect(await refusal(undefined)).toBe("'server' is a required property");
  expect(await refusal({ name: 'q' })).toBe(
    "Invalid input for field/attribute server. Value: {'name': 'q'}. 'flavorRef' is a required property",
  );
  expect(await refusal({ ...wanted, flavorRef: '99' })).toBe('Flavor 99 could not be found.');
  expect(await refusal({ ...wanted, imageRef: '00000000-0000-4000-8000-000000000000' })).toBe(
    'Can not find requested image',
  );
});

test('a server that no host takes turns to ERROR', async () => {
  const { call, server, seconds } = await standIn({ vms: 0 });
  const { id } = (await call('POST', servers, { server: wanted })).body.server;
  seconds(2);
  expect(await server(id)).toMatchObject({ status: 'ERROR', fault: { message: 'No valid host was found. ' } });
});
