import { expect, test } from 'vitest';
import { passwordOf, standIn } from './stand-in.ts';

const servers = '/compute/v2.1/servers';

test('a status for one service, after some requests and so many times', async () => {
  const { simulator, call } = await standIn({ vms: 1 });
  simulator.trouble.push({ service: 'compute', kind: 'status', status: 503, after: 1, times: 2 });
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await call('GET', servers)).status);
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
  simulator.trouble[0] = { service: 'compute', path: 'detail', kind: 'status', status: 500 };
  expect((await call('GET', servers)).status).toBe(200);
  expect((await call('GET', `${servers}/detail`)).status).toBe(500);
  expect((await call('GET', '/metric/v1/resource/instance')).status).toBe(200);
});

test('half an answer is no JSON', async () => {
  const { simulator, call } = await standIn({ vms: 1 });
  simulator.trouble.push({ service: 'metric', kind: 'half-json' });
  const { status, text } = await call('GET', '/metric/v1/resource/instance');
  expect(status).toBe(200);
  expect(() => JSON.parse(text)).toThrow();
});

test('no answer, until the caller gives up', async () => {
  const { simulator } = await standIn({ vms: 1 });
  simulator.trouble.push({ service: 'compute', kind: 'hang' });
  const patience = new AbortController();
  const answer = simulator.fetch(new Request(simulator.url + servers, { signal: patience.signal }));
  patience.abort(new Error('enough'));
  await expect(answer).rejects.toThrow('enough');
});

test('a broken connection', async () => {
  const { simulator, call } = await standIn({ vms: 1 });
  simulator.trouble.push({ service: 'compute', kind: 'reset' });
  await expect(call('GET', servers)).rejects.toThrow('fetch failed');
});

test('a service that is not in the catalogue', async () => {
  const { simulator, send } = await standIn({ vms: 1 });
  simulator.trouble.push({ service: 'metric', kind: 'missing' });
  const { body } = await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'secret'));
  const types = body.token.catalog.map((service: { type: string }) => service.type);
  expect(types).toContain('compute');
  expect(types).not.toContain('metric');
});

test.each([
  ['workflowv2', '/workflow/v2/workflows'],
  ['orchestration', '/heat-api/v1/PROJECT/stacks'],
])('%s has trouble like any other service', async (service, path) => {
  const { simulator, call, send } = await standIn({ vms: 1 });
  const asked = path.replace('PROJECT', simulator.world.people.admin.projectId);
  expect((await call('GET', asked)).status).toBe(200);
  simulator.trouble.push({ service, kind: 'status', status: 503, times: 1 });
  expect([(await call('GET', asked)).status, (await call('GET', asked)).status]).toEqual([503, 200]);
  simulator.trouble[0] = { service, kind: 'missing' };
  const { body } = await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'secret'));
  expect(body.token.catalog.map((each: { type: string }) => each.type)).not.toContain(service);
});
