import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { notListed, notReached } from '../../../models/vm.ts';
import { open as openCloud, server } from './canned.ts';
import { answer, type Handler, type Loopback } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function open(...how: Parameters<typeof openCloud>) {
  const opened = await openCloud(...how);
  lab = opened.lab;
  return opened;
}

const lists = (listed: () => readonly object[]) => ({
  'GET /compute/v2.1/servers/detail': ({ path }: { path: string }, response: ServerResponse) =>
    answer(response, 200, { servers: path.includes('changes-since') ? [] : listed() }),
});
const said =
  (status: number, body: object): Handler =>
  (_, response) =>
    answer(response, status, body);
const notFound = (id: string) => ({ itemNotFound: { code: 404, message: `Instance ${id} could not be found.` } });

test.each([
  ['says nothing', said(500, { computeFault: { code: 500, message: 'Cell c is not responding.' } })],
  ['does not allow it', said(403, { forbidden: { code: 403, message: 'no' } })],
  [
    'is hidden by a web server that knows no such path',
    (_: unknown, response: ServerResponse) => answer(response, 404, '<html>'),
  ],
  ['knows no such path', said(404, { itemNotFound: { code: 404, message: 'The resource could not be found.' } })],
])('a VM that the lists leave out is kept as unknown while Nova %s', async (_, byId) => {
  let listed = ['a', 'b'];
  const { cloud } = await open({
    ...lists(() => listed.map((id) => server(id))),
    'GET /compute/v2.1/servers/b': byId as Handler,
  });
  await cloud.observe();
  for (listed = []; listed.length < 1; listed = ['a']) for (let tick = 0; tick < 6; tick++) await cloud.observe();
  const seen = await cloud.observe();
  expect(seen.gone).toEqual([]);
  expect(seen.vms.find(({ id }) => id === 'b')).toMatchObject({ name: 'vm-b', host: 'h1', unknown: notListed });
  expect(seen.vms.find(({ id }) => id === 'a')!.unknown).toBeUndefined();
  listed = ['a', 'b'];
  expect((await cloud.observe()).vms.map(({ unknown }) => unknown)).toEqual([undefined, undefined]);
});

test('a VM that the lists leave out is gone once Nova says that there is none', async () => {
  let listed = ['a', 'b'];
  const { cloud } = await open({
    ...lists(() => listed.map((id) => server(id))),
    'GET /compute/v2.1/servers/b': said(404, notFound('b')),
  });
  await cloud.observe();
  listed = ['a'];
  const seen = [];
  for (let tick = 0; tick < 3; tick++) seen.push(await cloud.observe());
  expect(seen.flatMap(({ gone }) => gone)).toEqual(['b']);
  expect(seen.at(-1)!.vms.map(({ id }) => id)).toEqual(['a']);
});

test('to the user of one project a 404 says nothing of the VMs of others', async () => {
  let all = true;
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': ({ path }, response) => {
      if (path.includes('all_tenants') && !all) return answer(response, 403, { forbidden: { message: 'no' } });
      const servers = [server('mine'), ...(all ? [server('theirs', { tenant_id: 'p2' })] : [])];
      answer(response, 200, { servers: path.includes('changes-since') ? [] : servers });
    },
    'GET /compute/v2.1/servers/theirs': said(404, notFound('theirs')),
  });
  await cloud.observe();
  all = false;
  for (let tick = 0; tick < 6; tick++) await cloud.observe();
  const { vms, gone } = await cloud.observe();
  expect(gone).toEqual([]);
  expect(vms.find(({ id }) => id === 'theirs')).toMatchObject({ name: 'vm-theirs', unknown: notListed });
});

test('Nova is asked for a VM that no list has where somebody wants to know of it', async () => {
  const { cloud } = await open({
    ...lists(() => [server('a')]),
    'GET /compute/v2.1/servers/lost': said(404, notFound('lost')),
    'GET /compute/v2.1/servers/there': { server: server('there') },
  });
  const { vms, gone } = await cloud.observe({ vms: ['lost', 'there'], executions: [], stacks: [] });
  expect(gone).toEqual(['lost']);
  expect(vms.map(({ id }) => id)).toEqual(['a', 'there']);
});

test('of a VM whose cell is down Nova tells next to nothing; what was known of it is kept', async () => {
  let isDown = false;
  const shy = { id: 'b', status: 'UNKNOWN', tenant_id: 'p1', created: '2026-01-04T00:00:00Z', links: [] };
  const { cloud, lab } = await open(lists(() => [server('a'), isDown ? shy : server('b')]));
  await cloud.observe();
  isDown = true;
  for (let tick = 0; tick < 3; tick++) await cloud.observe();
  const asked = lab.got.length;
  const { vms, gone } = await cloud.observe({ vms: ['b'], executions: [], stacks: [] });
  expect(gone).toEqual([]);
  expect(vms[1]).toMatchObject({ name: 'vm-b', host: 'h1', flavor: 'small', unknown: notReached });
  expect(lab.got.slice(asked).some(({ path }) => path.includes('os-instance-actions'))).toBe(false);
  isDown = false;
  expect((await cloud.observe()).vms[1]!.unknown).toBeUndefined();
});

test('where a cell that is down keeps Nova from telling changes, the whole list is asked for', async () => {
  let isDown = false;
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': ({ path }, response) => {
      if (isDown && path.includes('changes-since'))
        return answer(response, 500, { computeFault: { message: 'NovaException' } });
      const shy = { id: 'b', status: 'UNKNOWN', tenant_id: 'p1', created: '2026-01-04T00:00:00Z' };
      answer(response, 200, { servers: [server('a'), isDown ? shy : server('b')] });
    },
  });
  await cloud.observe();
  isDown = true;
  for (let tick = 0; tick < 3; tick++) {
    const { vms, sources } = await cloud.observe();
    expect(sources.find(({ source }) => source === 'nova')?.ok).toBe(true);
    expect(vms[1]!.unknown).toBe(notReached);
  }
});
