import { expect, test } from 'vitest';
import { vm, workbench } from './workbench.ts';

type Bench = Awaited<ReturnType<typeof workbench>>;

const idOf = async ({ resource }: Bench, url: string) => (await resource(url, 'vm')).physical_resource_id as string;
const depends = { type: 'OS::Heat::Value', properties: { value: { get_resource: 'vm' } } };

test('marked unhealthy and updated, a server is replaced, and what depends on it follows', async () => {
  const bench = await workbench();
  const { made, patch, resource, settle, server, call, seconds } = bench;
  const url = await made('rec', { vm, depends }, { outputs: { vm: { value: { get_resource: 'vm' } } } });
  const old = await idOf(bench, url);
  const marked = await patch(`${url}/resources/vm`, { mark_unhealthy: true, resource_status_reason: 'risk over 70' });
  expect([marked.status, marked.text]).toEqual([200, 'null']);
  expect(await resource(url, 'vm')).toMatchObject({
    ...{ physical_resource_id: old, resource_status: 'CHECK_FAILED', resource_status_reason: 'risk over 70' },
  });
  const updated = await patch(url, { existing: true });
  expect([updated.status, updated.body]).toEqual([
    202,
    { message: 'The request is accepted for processing.<br /><br />\n\n\n', code: '202 Accepted', title: 'Accepted' },
  ]);
  const busy = await patch(`${url}/resources/vm`, { mark_unhealthy: true });
  expect([busy.status, busy.body.error.message]).toEqual([
    409,
    'Stack rec already has an action (UPDATE) in progress.',
  ]);
  const done = await settle(url);
  expect(done).toMatchObject({ stack_status: 'UPDATE_COMPLETE', updated_time: '2026-01-05T09:00:10Z' });
  const fresh = await idOf(bench, url);
  expect(fresh).not.toBe(old);
  expect(done.outputs[0].output_value).toBe(fresh);
  expect((await resource(url, 'depends')).attributes.value).toBe(fresh);
  expect(await server(old)).toBeUndefined();
  expect(await server(fresh)).toMatchObject({ name: 'heat-vm', status: 'ACTIVE' });
  expect((await resource(url, 'vm')).resource_status).toBe('CREATE_COMPLETE');
  const { events } = (await call('GET', `${url}/events`)).body;
  const story = events.map((each: Record<string, string>) => `${each.resource_name} ${each.resource_status}`);
  expect(story.slice(0, 7)).toEqual([
    ...['rec UPDATE_COMPLETE', 'vm DELETE_COMPLETE', 'vm DELETE_IN_PROGRESS', 'depends UPDATE_COMPLETE'],
    ...['vm CREATE_COMPLETE', 'vm CREATE_IN_PROGRESS', 'rec UPDATE_IN_PROGRESS'],
  ]);
  seconds(60);
  const measures = await call('GET', `/metric/v1/resource/instance/${fresh}/metric/cpu/measures?granularity=10`);
  expect(measures.body.length).toBeGreaterThan(3);
});

test('a VM of the fleet is replaced by the stack that it is in', async () => {
  const { call, root, patch, settle, vm: named, simulator } = await workbench();
  const old = named('dev-01');
  const { id } = (await call('GET', `${root}/stacks`)).body.stacks[0];
  const url = `${root}/stacks/dev/${id}`;
  await patch(`${url}/resources/${old.id}`, { mark_unhealthy: true });
  await patch(url, { existing: true });
  expect((await settle(url)).stack_status).toBe('UPDATE_COMPLETE');
  const alive = simulator.world.vms().filter((each) => each.name === 'dev-01' && each.vmState !== 'deleted');
  expect(alive).toHaveLength(1);
  expect(alive[0]!.id).not.toBe(old.id);
  expect(alive[0]).toMatchObject({
    vmState: 'active',
    flavor: old.flavor,
    metadata: old.metadata,
    projectId: old.projectId,
  });
});

test('an update without anything unhealthy changes nothing, even with a stopped server', async () => {
  const bench = await workbench();
  const { made, patch, act, seconds, settle } = bench;
  const url = await made('rec', { vm });
  const id = await idOf(bench, url);
  await act(id, { 'os-stop': null });
  seconds(10);
  await patch(url, { template: null });
  expect((await settle(url)).stack_status).toBe('UPDATE_COMPLETE');
  expect(await idOf(bench, url)).toBe(id);
});

test('a check finds a stopped server, and the next update replaces it', async () => {
  const bench = await workbench();
  const { made, patch, act, seconds, settle, call, resource } = bench;
  const url = await made('rec', { vm });
  const id = await idOf(bench, url);
  const check = async () => {
    const answer = await call('POST', `${url}/actions`, { check: null });
    expect([answer.status, answer.text]).toEqual([200, 'null']);
    return settle(url);
  };
  expect(await check()).toMatchObject({
    stack_status: 'CHECK_COMPLETE',
    stack_status_reason: 'Stack CHECK completed successfully',
  });
  await act(id, { 'os-stop': null });
  seconds(10);
  const reason = "Error: resources.vm: 'status': expected 'ACTIVE', got 'SHUTOFF'";
  expect(await check()).toMatchObject({
    stack_status: 'CHECK_FAILED',
    stack_status_reason: `Resource CHECK failed: ["${reason}"]. 'CHECK' not fully supported (see resources)`,
  });
  expect(await resource(url, 'vm')).toMatchObject({ resource_status: 'CHECK_FAILED', resource_status_reason: reason });
  await patch(url, { existing: true });
  await settle(url);
  expect(await idOf(bench, url)).not.toBe(id);
});

test('a mark can be taken back, and only said so', async () => {
  const { made, patch, resource } = await workbench();
  const url = await made('rec', { vm });
  const mark = (body: unknown) => patch(`${url}/resources/vm`, body);
  const status = async () => (await resource(url, 'vm')).resource_status;
  await mark({ mark_unhealthy: false });
  expect(await status()).toBe('CREATE_COMPLETE');
  await mark({ mark_unhealthy: true });
  expect((await resource(url, 'vm')).resource_status_reason).toBe('state changed by resource_mark_unhealthy api');
  await mark({ mark_unhealthy: false });
  expect(await status()).toBe('CHECK_COMPLETE');
  const reason = async (body: unknown) => (await mark(body)).body.error.message;
  expect(await reason({})).toBe('Missing mandatory (mark_unhealthy) key from mark unhealthy request');
  expect(await reason({ zzz: 1 })).toBe("Invalid keys in resource mark unhealthy {'zzz'}");
  expect(await reason({ mark_unhealthy: 'maybe' })).toBe(
    'Unrecognized value "maybe" for "mark_unhealthy", acceptable values are: true, false.',
  );
});

test('to who does not ask for JSON an accepted update is HTML', async () => {
  const { made, patch } = await workbench();
  const url = await made('rec', { vm });
  const answer = await patch(url, { existing: true }, '*/*');
  expect(answer.status).toBe(202);
  expect(answer.text).toContain('<h1>202 Accepted</h1>');
});

test('a new template adds, changes and removes', async () => {
  const { made, call, settle, resource, server, template } = await workbench();
  const url = await made('rec', { vm, other: { ...vm, properties: { ...vm.properties, name: 'other' } } });
  const gone = (await resource(url, 'other')).physical_resource_id;
  const kept = (await resource(url, 'vm')).physical_resource_id;
  const tagged = { ...vm, properties: { ...vm.properties, metadata: { tier: 'gold' } } };
  const put = await call('PUT', url, { template: template({ vm: tagged, extra: { type: 'OS::Heat::None' } }) });
  expect(put.status).toBe(202);
  await settle(url);
  expect(await server(kept)).toMatchObject({ metadata: { tier: 'gold' } });
  expect(await server(gone)).toBeUndefined();
  expect((await resource(url, 'vm')).resource_status).toBe('UPDATE_COMPLETE');
  expect((await resource(url, 'extra')).resource_status).toBe('CREATE_COMPLETE');
  expect((await call('PUT', url, {})).body.error.message).toBe('No template specified');
});

test('a stack can be put to sleep and woken', async () => {
  const bench = await workbench();
  const { made, call, settle, server } = bench;
  const url = await made('rec', { vm });
  const id = await idOf(bench, url);
  await call('POST', `${url}/actions`, { suspend: null });
  expect((await settle(url)).stack_status).toBe('SUSPEND_COMPLETE');
  expect((await server(id)).status).toBe('SUSPENDED');
  await call('POST', `${url}/actions`, { resume: null });
  expect((await settle(url)).stack_status).toBe('RESUME_COMPLETE');
  expect((await server(id)).status).toBe('ACTIVE');
  const reason = async (body: unknown) => (await call('POST', `${url}/actions`, body)).body.error.message;
  expect(await reason({ zzz: null })).toBe('Invalid action zzz specified');
  expect(await reason({})).toBe('No action specified');
});

test('an update that Nova spoils fails, and the next one makes it good', async () => {
  const bench = await workbench();
  const { made, patch, settle, simulator } = bench;
  const url = await made('rec', { vm });
  const old = await idOf(bench, url);
  await patch(`${url}/resources/vm`, { mark_unhealthy: true });
  await patch(url, { existing: true });
  simulator.trouble.push({ service: 'compute', kind: 'status', status: 503, path: '/servers' });
  const failed = await settle(url);
  expect(failed.stack_status).toBe('UPDATE_FAILED');
  expect(failed.stack_status_reason).toMatch(
    /^Resource UPDATE failed: ClientException: resources.vm: Trouble was asked for/,
  );
  simulator.trouble.length = 0;
  await patch(url, { existing: true });
  expect((await settle(url)).stack_status).toBe('UPDATE_COMPLETE');
  const fresh = await idOf(bench, url);
  expect([fresh === old, fresh === '']).toEqual([false, false]);
});
