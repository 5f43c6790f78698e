import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

const root = '/metric/v1';

test('tells its version and its policies', async () => {
  const { send, call } = await standIn({ vms: 1 });
  expect((await send('GET', '/metric/')).body.versions[0]).toMatchObject({ id: 'v1.0', status: 'CURRENT' });
  const [policy] = (await call('GET', `${root}/archive_policy`)).body;
  expect(Object.keys(policy)).toEqual(['name', 'back_window', 'definition', 'aggregation_methods']);
  expect(policy.definition[0]).toEqual({ timespan: '1 day, 0:00:00', granularity: '0:00:10', points: 8640 });
  expect(policy.aggregation_methods).toContain('rate:mean');
  expect((await call('GET', `${root}/archive_policy/none`)).status).toBe(404);
});

test('resources have the fields of their type and the meters of Ceilometer', async () => {
  const { call, vm } = await standIn();
  const common = [
    ...['creator', 'started_at', 'revision_start', 'ended_at', 'user_id', 'project_id', 'original_resource_id', 'id'],
    ...['type', 'revision_end', 'metrics', 'created_by_user_id', 'created_by_project_id'],
  ];
  const own = {
    instance: [
      ...['flavor_id', 'image_ref', 'host', 'display_name', 'server_group', 'flavor_name', 'launched_at'],
      ...['created_at', 'deleted_at', 'availability_zone'],
    ],
    instance_disk: ['name', 'instance_id'],
    instance_network_interface: ['name', 'instance_id'],
  };
  const meters = {
    instance: ['cpu', 'memory.usage', 'memory', 'vcpus', 'disk.root.size'],
    instance_disk: [
      ...['read', 'write'].flatMap((way) => ['bytes', 'requests', 'latency'].map((what) => `${way}.${what}`)),
      ...['capacity', 'allocation', 'usage'],
    ].map((name) => `disk.device.${name}`),
    instance_network_interface: ['incoming', 'outgoing'].flatMap((way) =>
      ['bytes', 'packets', 'packets.drop', 'packets.error'].map((what) => `network.${way}.${what}`),
    ),
  };
  for (const type of ['instance', 'instance_disk', 'instance_network_interface'] as const) {
    const { body } = await call('GET', `${root}/resource/${type}`);
    expect(body).toHaveLength(20);
    expect(Object.keys(body[0]).sort()).toEqual([...common, ...own[type]].sort());
    expect(Object.keys(body[0].metrics).sort()).toEqual([...meters[type]].sort());
  }
  const one = await call('GET', `${root}/resource/instance/${vm().id}`);
  expect(one.body).toMatchObject({ display_name: 'web-01', ended_at: null, type: 'instance' });
  const missing = await call('GET', `${root}/resource/instance/00000000-0000-0000-0000-000000000001`);
  expect(missing.body).toEqual({
    code: 404,
    title: 'Not Found',
    description: 'Resource 00000000-0000-0000-0000-000000000001 does not exist',
  });
});

test('lists in pages with a Link header', async () => {
  const { call } = await standIn();
  const first = await call('GET', `${root}/resource/instance?limit=15`);
  const next = /^<http:\/\/simulated\.invalid(.*)>; rel="next"$/.exec(first.headers.get('Link')!)![1]!;
  const second = await call('GET', next);
  expect(second.body).toHaveLength(5);
  expect(second.headers.get('Link')).toBeNull();
  expect(new Set([...first.body, ...second.body].map(({ id }) => id)).size).toBe(20);
});

test('searches by JSON and by text', async () => {
  const { call, vm } = await standIn();
  const names = async (body: unknown, query = '') =>
    (await call('POST', `${root}/search/resource/instance${query}`, body)).body
      .map((one: { display_name: string }) => one.display_name)
      .sort();
  await call('DELETE', `/compute/v2.1/servers/${vm('db-02').id}`);
  const databases = { like: { display_name: 'db-%' } };
  expect(await names(databases)).toEqual(['db-01', 'db-02', 'db-03']);
  expect(await names({ and: [databases, { '=': { ended_at: null } }] })).toEqual(['db-01', 'db-03']);
  expect(await names({ or: [{ '=': { display_name: 'ci-01' } }, { in: { display_name: ['ci-02'] } }] })).toEqual([
    'ci-01',
    'ci-02',
  ]);
  expect((await names({ '!=': { display_name: 'ci-01' } })).length).toBe(19);
  const text = (filter: string) => names(undefined, `?filter=${encodeURIComponent(filter)}`);
  expect(await text("display_name like 'db-%' and ended_at = null")).toEqual(['db-01', 'db-03']);
  expect(await text("not (display_name like '%-0_') or display_name = 'dev-01'")).toEqual(['dev-01']);
  expect((await call('POST', `${root}/search/resource/instance`, { near: { id: '1' } })).status).toBe(400);
});

test('measures: granularities, aggregations, start and stop, and what does not exist', async () => {
  const { call, vm } = await standIn();
  const path = `${root}/resource/instance/${vm().id}/metric`;
  const cpu = async (query: string) => (await call('GET', `${path}/cpu/measures?${query}`)).body;
  const ten = await cpu('granularity=10&start=-30s');
  expect(ten.map(([at]: [string]) => at)).toEqual(
    ['08:59:30', '08:59:40', '08:59:50', '09:00:00'].map((time) => `2026-01-05T${time}+00:00`),
  );
  const rates = await cpu('granularity=10&start=-20s&aggregation=rate:mean');
  expect(rates[0][2]).toBe(ten[1][2] - ten[0][2]);
  const [, , most] = (await cpu('granularity=60&start=-1min&aggregation=max'))[0];
  expect(most).toBe(ten[2][2]);
  expect(await cpu('granularity=10&start=2026-01-05T08:59:31&stop=2026-01-05T08:59:50')).toEqual(ten.slice(0, 2));
  expect(new Set((await cpu('')).map(([, seconds]: [string, number]) => seconds))).toEqual(new Set([300, 60, 10]));
  expect((await call('GET', `${path}/nope/measures`)).body.description).toBe('Metric nope does not exist');
  const { id } = (await call('GET', `${path}/cpu`)).body;
  expect((await call('GET', `${root}/metric/${id}/measures?granularity=10&start=-30s`)).body).toEqual(ten);
  expect((await call('GET', `${path}/cpu/measures?granularity=7`)).body).toMatchObject({
    code: 404,
    description: `Aggregation method 'mean' at granularity '7.0' for metric ${id} does not exist`,
  });
  expect((await call('GET', `${path}/cpu/measures?aggregation=median`)).body.description).toEqual({
    cause: 'Aggregation method does not exist for this metric',
    detail: { metric: id, aggregation_method: 'median' },
  });
});

test('takes metrics and measures of our own', async () => {
  const { call, vm } = await standIn();
  const path = `${root}/resource/instance/${vm().id}/metric`;
  const risk = 'cloud_medic.failure_probability';
  const created = await call('POST', path, { [risk]: { archive_policy_name: 'ceilometer-high-rate', unit: '%' } });
  expect(created.status).toBe(200);
  expect(created.body.map((one: { name: string }) => one.name)).toContain('cpu');
  expect((await call('POST', path, { [risk]: {} })).body).toEqual({
    code: 409,
    title: 'Conflict',
    description: `Named metric ${risk} already exists`,
  });
  const pushed = await call('POST', `${path}/${risk}/measures`, [{ timestamp: '2026-01-05T08:59:41', value: 42 }]);
  expect([pushed.status, pushed.text]).toEqual([202, '']);
  const batch = (id: string) => ({ [id]: { [risk]: [{ timestamp: '2026-01-05T08:59:52', value: 55.5 }] } });
  const url = `${root}/batch/resources/metrics/measures`;
  expect((await call('POST', `${url}?create_metrics=true`, batch(vm().id))).status).toBe(202);
  expect((await call('POST', `${url}?create_metrics=true`, batch(vm('db-01').id))).status).toBe(202);
  expect((await call('POST', url, batch(vm('db-02').id))).status).toBe(400);
  expect((await call('GET', `${path}/${risk}/measures?granularity=10`)).body).toEqual([
    ['2026-01-05T08:59:40+00:00', 10, 42],
    ['2026-01-05T08:59:50+00:00', 10, 55.5],
  ]);
  const nobody = '00000000-0000-0000-0000-000000000001';
  expect((await call('POST', `${url}?create_metrics=true`, batch(nobody))).body.description).toEqual({
    cause: 'Unknown resources',
    detail: [{ resource_id: nobody, original_resource_id: nobody }],
  });
});

test('a project sees only its own', async () => {
  const { as, signIn, vm } = await standIn();
  const demo = as(await signIn('demo'));
  expect((await demo('GET', `${root}/resource/instance`)).body).toHaveLength(15);
  expect((await demo('GET', `${root}/resource/instance/${vm('web-02').id}`)).status).toBe(404);
});
