import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { imageId } from '../../../../source/simulator/nova-view.ts';
import { workbench, workflow } from './workbench.ts';

type Bench = Awaited<ReturnType<typeof workbench>>;

const once = async ({ call }: Bench, name: string, input: object) => {
  const { body } = await call('POST', `${workflow}/action_executions`, { name, input, params: { run_sync: true } });
  return { state: body.state, result: JSON.parse(body.output).result };
};

test('nova.servers_get gives the server as the API names it', async () => {
  const bench = await workbench();
  const { id } = bench.vm();
  const { state, result } = await once(bench, 'nova.servers_get', { server: id });
  expect(state).toBe('SUCCESS');
  expect(result).toMatchObject({
    id,
    status: 'ACTIVE',
    'OS-EXT-STS:task_state': null,
    'OS-EXT-STS:vm_state': 'active',
  });
  expect(result).toMatchObject({ locked: false, locked_reason: null, 'OS-EXT-SRV-ATTR:host': bench.vm().host });
});

test.each([
  ['reboot', { reboot_type: 'HARD' }, 'HARD_REBOOT', []],
  ['reboot', {}, 'REBOOT', []],
  ['stop', {}, 'SHUTOFF', ['<Response [202]>', null]],
  ['pause', {}, 'PAUSED', []],
  ['suspend', {}, 'SUSPENDED', []],
  ['live_migrate', { host: null, block_migration: 'auto' }, 'MIGRATING', []],
  ['lock', { reason: 'cloud-medic' }, 'ACTIVE', []],
])('nova.servers_%s with %j', async (method, input, status, result) => {
  const bench = await workbench();
  const { id } = bench.vm();
  expect(await once(bench, `nova.servers_${method}`, { server: id, ...input })).toEqual({ state: 'SUCCESS', result });
  const busy = ['HARD_REBOOT', 'REBOOT', 'MIGRATING'].includes(status);
  if (!busy) bench.seconds(10);
  const server = await bench.server(id);
  expect(server.status).toBe(status);
  expect(server.locked_reason).toBe(method === 'lock' ? 'cloud-medic' : null);
});

test('what was stopped, paused, suspended or locked can be let go', async () => {
  const bench = await workbench();
  const { id } = bench.vm();
  for (const [there, back] of [
    ['stop', 'start'],
    ['pause', 'unpause'],
    ['suspend', 'resume'],
    ['lock', 'unlock'],
  ]) {
    await once(bench, `nova.servers_${there}`, { server: id });
    bench.seconds(10);
    expect((await once(bench, `nova.servers_${back}`, { server: id })).state).toBe('SUCCESS');
    bench.seconds(10);
    expect(await bench.server(id)).toMatchObject({ status: 'ACTIVE', locked: false });
  }
});

test('nova.servers_rebuild and _evacuate answer what the client makes of it', async () => {
  const bench = await workbench();
  const { id } = bench.vm();
  const { result } = await once(bench, 'nova.servers_rebuild', { server: id, image: imageId });
  expect(result).toMatchObject({ id, status: 'REBUILD' });
  bench.seconds(30);
  const refused = await once(bench, 'nova.servers_evacuate', { server: id });
  expect(refused.state).toBe('ERROR');
  expect(refused.result).toMatch(
    /^The action raised an exception \[action=NovaAction, action_ex_id=None, msg='NovaAction.servers.evacuate failed: Compute service of compute-1 is still in use. \(HTTP 400\) \(Request-ID: req-/,
  );
  bench.simulator.world.hosts.force(bench.simulator.world.hosts.find('compute-1')!, true, bench.clock.now());
  expect(await once(bench, 'nova.servers_evacuate', { server: id })).toEqual({
    ...{ state: 'SUCCESS', result: ['<Response [200]>', null] },
  });
});

test('an action acts for the caller, with his rights', async () => {
  const bench = await workbench();
  const demo = await bench.signIn('demo');
  const { id } = bench.vm('web-02');
  const body = { name: 'nova.servers_get', input: { server: id }, params: {} };
  const { output } = (await bench.as(demo)('POST', `${workflow}/action_executions`, body)).body;
  expect(JSON.parse(output).result).toContain(`Instance ${id} could not be found. (HTTP 404)`);
});

test('std.http reaches the services of this cloud, and any status is a success', async () => {
  const { run, vm, simulator, server } = await workbench();
  const { id } = vm();
  const { tasks } = await run(
    `
input: [url]
tasks:
  reboot:
    action: std.http
    input:
      url: <% $.url %>
      method: POST
      headers: {Content-Type: application/json, X-Auth-Token: <% $.openstack.auth_token %>}
      body: {reboot: {type: SOFT}}
    on-success: again
  again: {action: std.http, input: {url: <% $.url %>, method: POST, json: {reboot: {type: SOFT}}}}`,
    { input: { url: `${simulator.url}/compute/v2.1/servers/${id}/action` }, wait: 0 },
  );
  expect(tasks.reboot.result).toMatchObject({ status: 202, content: '' });
  expect(tasks.again).toMatchObject({ state: 'SUCCESS', result: { status: 401, content: { error: { code: 401 } } } });
  expect((await server(id)).status).toBe('REBOOT');
});

test('std.http reaches the world outside, and no answer from there is an error', async () => {
  const heard: string[] = [];
  const outside = createServer((request, response) => {
    request.on('data', (chunk) => heard.push(String(chunk)));
    request.on('end', () => response.end('{"fine": true}'));
  });
  await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/`;
  const body = `
tasks:
  tell: {action: std.http, input: {url: "${url}", method: POST, body: {vm: x}}, publish: {got: <% task().result.content %>}}`;
  const good = await (await workbench()).run(body, { wait: 0 });
  expect([good.state, good.output]).toEqual(['SUCCESS', { got: { fine: true } }]);
  expect(heard).toEqual(['{"vm": "x"}']);
  await new Promise((done) => outside.close(done));
  const bad = await (await workbench()).run(body, { wait: 0 });
  expect(bad.tasks.tell.state_info).toMatch(/msg='Failed to send HTTP request: .*ECONNREFUSED/);
});

test('trouble of Nova is trouble of the action', async () => {
  const bench = await workbench();
  const { id } = bench.vm();
  const { trouble } = bench.simulator;
  trouble.push({ service: 'compute', kind: 'status', status: 503 });
  expect((await once(bench, 'nova.servers_get', { server: id })).result).toContain('Trouble was asked for. (HTTP 503)');
  trouble[0] = { service: 'compute', kind: 'half-json' };
  expect((await once(bench, 'nova.servers_get', { server: id })).result).toContain('Nova answered no JSON');
  trouble[0] = { service: 'compute', kind: 'reset' };
  expect((await once(bench, 'nova.servers_get', { server: id })).result).toContain('fetch failed');
  trouble[0] = { service: 'compute', kind: 'missing' };
  expect((await once(bench, 'nova.servers_get', { server: id })).result).toContain('public endpoint for compute');
});

test('a Nova that hangs keeps its task waiting, and nobody else', async () => {
  const { run, simulator, vm } = await workbench();
  simulator.trouble.push({ service: 'compute', kind: 'hang' });
  const { state, tasks } = await run(
    'input: [vm]\ntasks: {a: {action: nova.servers_get server=<% $.vm %>, timeout: 20, on-error: noop}}',
    { input: { vm: vm().id } },
  );
  expect(state).toBe('SUCCESS');
  expect(tasks.a).toMatchObject({ state_info: 'Task timed out [timeout(s)=20].', finished_at: '2026-01-05 09:00:20' });
});
