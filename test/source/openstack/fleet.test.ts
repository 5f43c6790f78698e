import { afterEach, expect, test } from 'vitest';
import { open as openCloud, server } from './canned.ts';
import { answer, type Loopback } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function open(...how: Parameters<typeof openCloud>) {
  const opened = await openCloud(...how);
  lab = opened.lab;
  return opened;
}

test('missing, null and odd fields cost a cell each, a record without an id only itself', async () => {
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': {
      servers: [
        { id: 'bare' },
        { name: 'nobody' },
        null,
        server('odd', {
          name: null,
          flavor: 7,
          metadata: { a: 1 },
          updated: 'soon',
          locked: 'maybe',
          extra: { new: true },
        }),
        server('fine'),
      ],
    },
    'GET /compute/v2.1/servers/bare/os-instance-actions': { instanceActions: [null, { action: 'create' }] },
  });
  const { vms } = await cloud.observe();
  expect(vms.map((vm) => vm.id)).toEqual(['bare', 'odd', 'fine']);
  expect(vms[0]).toMatchObject({ name: '', status: '', power: 'none', host: '', lastAction: { action: 'create' } });
  expect(vms[1]).toMatchObject({ name: '', host: 'h1', metadata: {}, locked: false, updatedAt: Date.UTC(2026, 0, 4) });
  expect(vms[1]!.shape.vcpus).toBeNaN();
  expect(vms[2]).toMatchObject({
    name: 'vm-fine',
    launchedAt: Date.UTC(2026, 0, 4, 0, 0, 9),
    shape: { memoryMb: 1000 },
  });
});

test('long lists are read page by page', async () => {
  const names = Array.from({ length: 2500 }, (_, i) => `s${String(i).padStart(4, '0')}`);
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': ({ path }, response) => {
      const query = new URL(path, 'http://x').searchParams;
      const from = names.indexOf(query.get('marker') ?? '') + 1;
      const page = names.slice(from, from + Number(query.get('limit') ?? 1000));
      const more = from + page.length < names.length;
      answer(response, 200, {
        servers: page.map((id) => server(id)),
        ...(more ? { servers_links: [{ rel: 'next', href: 'http://unreachable.invalid/' }] } : {}),
      });
    },
  });
  expect((await cloud.observe()).vms.length).toBe(2500);
  expect(lab.count('GET /compute/v2.1/servers/detail')).toBe(3);
});

test('after the first list only changes are asked for, and the deleted leave', async () => {
  const asked: (string | null)[] = [];
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': ({ path }, response) => {
      const since = new URL(path, 'http://x').searchParams.get('changes-since');
      asked.push(since);
      const changes = [server('a', { name: 'renamed' }), server('b', { status: 'DELETED' })];
      answer(response, 200, { servers: since ? changes : [server('a'), server('b'), server('c')] });
    },
  });
  await cloud.observe();
  const { vms, gone } = await cloud.observe();
  // Nova's time, and no later than ours, less what two lists overlap.
  expect(asked).toEqual([null, '2026-01-04T23:59:00.000Z']);
  expect(vms.map((vm) => vm.name)).toEqual(['renamed', 'vm-c']);
  expect(gone).toEqual(['b']);
  for (let tick = 2; tick <= 20; tick++) await cloud.observe();
  // Of so few VMs a full list costs no more: no word of Nova gets older than three polls.
  expect(asked.filter((since) => since === null).length).toBe(7);
});

test('who may not see all projects sees his own', async () => {
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail?all_tenants': (_, response) =>
      answer(response, 403, { forbidden: { message: 'Policy doesn’t allow it.' } }),
    'GET /compute/v2.1/servers/detail': { servers: [server('mine')] },
  });
  expect((await cloud.observe()).vms.length).toBe(1);
  await cloud.observe();
  expect(lab.got.filter(({ path }) => path.includes('all_tenants')).length).toBe(1);
});

test('an old Nova: its own version is spoken, flavors are looked up once', async () => {
  const { cloud, lab } = await open({
    'GET /compute/v2.1': { version: { version: '2.38', min_version: '2.1' } },
    'GET /compute/v2.1/servers/detail': {
      servers: [server('a', { flavor: { id: '3' } }), server('b', { flavor: { id: '3' } })],
    },
    'GET /compute/v2.1/flavors/detail': { flavors: [{ id: '3', name: 'm1.medium', vcpus: 2, ram: 4096, disk: 40 }] },
  });
  const { vms } = await cloud.observe();
  expect(vms[1]).toMatchObject({ flavor: 'm1.medium', shape: { vcpus: 2, memoryMb: 4096, diskGb: 40 } });
  expect(lab.count('GET /compute/v2.1/flavors/detail')).toBe(1);
  expect(lab.got.find(({ path }) => path.includes('servers/detail'))!.headers['openstack-api-version']).toBe(
    'compute 2.38',
  );
});

test('only VMs that do not simply run are asked for their actions, at most twenty a tick, once per state', async () => {
  const down = Array.from({ length: 30 }, (_, i) =>
    server(`d${i}`, { status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 }),
  );
  const failedAction = { action: 'start', message: 'Error', start_time: '2026-01-04T23:50:00.000000', user_id: null };
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('up'), ...down] },
    ...Object.fromEntries(
      down.map(({ id }) => [
        `GET /compute/v2.1/servers/${id}/os-instance-actions`,
        { instanceActions: [failedAction] },
      ]),
    ),
  });
  const asked = () => lab.got.filter(({ path }) => path.includes('os-instance-actions')).length;
  await cloud.observe();
  expect(asked()).toBe(20);
  const { vms } = await cloud.observe();
  await cloud.observe();
  expect(asked()).toBe(30);
  expect(vms[0]!.lastAction).toBeUndefined();
  expect(vms[30]).toMatchObject({ lastAction: { action: 'start', userId: undefined }, errors: 1 });
});

test('a VM whose actions cannot be read keeps no other waiting', async () => {
  const down = Array.from({ length: 25 }, (_, i) =>
    server(`d${i}`, { status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 }),
  );
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: down },
    'GET /compute/v2.1/servers/d24/os-instance-actions': { instanceActions: [{ action: 'stop', user_id: 'u1' }] },
  });
  expect((await cloud.observe()).vms[24]!.lastAction).toBeUndefined();
  expect((await cloud.observe()).vms[24]!.lastAction).toMatchObject({ action: 'stop', userId: 'u1' });
});

test('what was said of an earlier state is not said of the next', async () => {
  let vm = server('a', { status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 });
  let actions: object | undefined = { instanceActions: [{ action: 'stop', user_id: 'u1' }] };
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': (_, response) => answer(response, 200, { servers: [vm] }),
    'GET /compute/v2.1/servers/a/os-instance-actions': (_, response) =>
      actions ? answer(response, 200, actions) : answer(response, 404, {}),
  });
  expect((await cloud.observe()).vms[0]!.lastAction?.action).toBe('stop');
  vm = server('a', { status: 'ERROR', updated: '2026-01-04T00:09:00Z' });
  actions = undefined;
  expect((await cloud.observe()).vms[0]!.lastAction).toBeUndefined();
});
