import { expect, test } from 'vitest';
import { vm, workbench } from './workbench.ts';

const heal = {
  type: 'OS::Mistral::Workflow',
  properties: {
    type: 'direct',
    input: { server: { get_resource: 'vm' } },
    output: { healed: '<% $.server %>' },
    tasks: [
      {
        name: 'reboot',
        action: 'nova.servers_reboot',
        input: { server: '<% $.server %>', reboot_type: 'HARD' },
        on_success: ['say'],
      },
      { name: 'say', action: 'std.echo output=<% $.server %>' },
    ],
  },
};
const alarm = {
  type: 'OS::Mistral::Workflow',
  properties: {
    ...{ name: 'cloud_medic.alarm', type: 'direct', use_request_body_as_input: true, params: { env: { q: 1 } } },
    input: { current: '', alarm_id: '', vm: { get_resource: 'vm' } },
    tasks: [{ name: 'say', action: 'std.echo output=<% $.alarm_id %>' }],
  },
};
const outputs = {
  alarm_url: { value: { get_attr: ['heal', 'alarm_url'] } },
  executions: { value: { get_attr: ['heal', 'executions'] } },
  workflow: { value: { get_resource: 'heal' } },
};

test('a signal runs the workflow, and the workflow reboots the VM: the whole chain', async () => {
  const { made, call, resource, server, simulator } = await workbench();
  const url = await made('rec', { vm, heal }, { outputs });
  const { physical_resource_id: id } = await resource(url, 'vm');
  const signalled = await call('POST', `${url}/resources/heal/signal`, {});
  expect([signalled.status, signalled.text]).toEqual([200, 'null']);
  await simulator.idle();
  expect((await server(id)).status).toBe('HARD_REBOOT');
  const { instanceActions } = (await call('GET', `/compute/v2.1/servers/${id}/os-instance-actions`)).body;
  expect(instanceActions[0]).toMatchObject({ action: 'reboot', user_id: simulator.world.people.admin.userId });
  const { executions } = (await call('GET', '/workflow/v2/executions?include_output=true')).body;
  expect(executions).toMatchObject([{ state: 'SUCCESS', input: `{"server": "${id}"}`, output: `{"healed": "${id}"}` }]);
  const { attributes } = (await call('GET', `${url}/resources/heal?with_attr=executions`)).body.resource;
  expect(attributes.executions).toMatchObject([{ id: executions[0].id, state: 'SUCCESS', input: { server: id } }]);
  // As recorded: outputs keep what they were when the resource was made.
  const kept = (await call('GET', `${url}/outputs/executions`)).body.output;
  expect(kept).toEqual({ output_key: 'executions', description: 'No description given', output_value: [] });
});

test('the workflow is one of Mistral’s, with every input required', async () => {
  const { made, call, resource, stack } = await workbench();
  const url = await made('rec', { vm, heal }, { outputs });
  const { physical_resource_id: name, attributes } = await resource(url, 'heal');
  expect(name).toMatch(/^rec-heal-[a-z2-7]{12}$/);
  expect(attributes).toMatchObject({ name, input: 'server', interface: '{"input": ["server"], "output": ["healed"]}' });
  expect((await call('GET', `/workflow/v2/workflows/${name}`)).body.id).toBe(attributes.id);
  const [signed, , workflow] = (await stack(url)).outputs;
  expect(workflow.output_value).toBe(name);
  expect(signed.output_value).toMatch(
    /^http:\/\/simulated\.invalid\/heat-api-cfn\/v1\/signal\/arn%3Aopenstack%3Aheat%3A%3A[0-9a-f]{32}%3Astacks\/rec\/[-0-9a-f]{36}\/resources\/heal\?SignatureMethod=HmacSHA256&/,
  );
  const refused = await call('POST', signed.output_value.replace('http://simulated.invalid', ''), {});
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
});

test('a signal may bring input; one that the workflow does not know starts nothing', async () => {
  const { made, call, simulator } = await workbench();
  const url = await made('rec', { vm, heal, alarm });
  const signal = async (name: string, body: unknown) => {
    const { status, body: answer } = await call('POST', `${url}/resources/${name}/signal`, body);
    await simulator.idle();
    expect([status, answer]).toEqual([200, null]);
    const { executions } = (await call('GET', '/workflow/v2/executions')).body;
    return executions.map((each: Record<string, string>) => JSON.parse(each.input!));
  };
  expect(await signal('heal', { input: { server: 'other' } })).toMatchObject([{ server: 'other' }]);
  expect(await signal('heal', { junk: 1 })).toHaveLength(2);
  expect(await signal('heal', { input: { junk: 1 } })).toHaveLength(2);
  expect(await signal('alarm', { current: 'alarm', alarm_id: 'A1', extra: 1 })).toHaveLength(2);
  const all = await signal('alarm', { current: 'alarm', alarm_id: 'A1' });
  expect(all).toHaveLength(3);
  expect(all).toContainEqual({ current: 'alarm', alarm_id: 'A1', vm: expect.stringMatching(/^[-0-9a-f]{36}$/) });
  const run = (await call('GET', '/workflow/v2/executions?workflow_name=cloud_medic.alarm')).body.executions[0];
  expect(JSON.parse(run.params)).toEqual({ namespace: '', env: { q: 1 } });
});

test('only what handles signals takes one', async () => {
  const { made, call } = await workbench();
  const url = await made('rec', { vm });
  const refused = await call('POST', `${url}/resources/vm/signal`, { reason: 'test' });
  expect([refused.status, refused.body.error]).toEqual([
    400,
    { type: 'ResourceActionNotSupported', traceback: null, message: 'signal is not supported for resource.' },
  ]);
  expect((await call('POST', `${url}/resources/nope/signal`, {})).status).toBe(404);
});

test('replacing the VM leads the workflow to the new one', async () => {
  const { made, patch, settle, call, resource, simulator } = await workbench();
  const url = await made('rec', { vm, heal });
  const { physical_resource_id: name } = await resource(url, 'heal');
  await patch(`${url}/resources/vm`, { mark_unhealthy: true });
  await patch(url, { existing: true });
  await settle(url);
  expect(await resource(url, 'heal')).toMatchObject({ physical_resource_id: name, resource_status: 'UPDATE_COMPLETE' });
  await call('POST', `${url}/resources/heal/signal`, {});
  await simulator.idle();
  const { executions } = (await call('GET', '/workflow/v2/executions')).body;
  expect(JSON.parse(executions[0].input).server).toBe((await resource(url, 'vm')).physical_resource_id);
});

test('a workflow that Mistral refuses fails the stack; one that runs keeps it from being deleted', async () => {
  const { made, call, stack, settle } = await workbench();
  const broken = {
    ...heal,
    properties: { type: 'direct', tasks: [{ name: 'say', action: 'std.echo', on_success: ['nope'] }] },
  };
  const bad = await made('bad', { broken });
  expect(await stack(bad)).toMatchObject({
    ...{ stack_status: 'CREATE_FAILED' },
    stack_status_reason: "Resource CREATE failed: APIException: resources.broken: Task 'nope' not found.",
  });
  const slow = { ...heal, properties: { type: 'direct', tasks: [{ name: 'nap', action: 'std.sleep seconds=600' }] } };
  const url = await made('rec', { slow });
  await call('POST', `${url}/resources/slow/signal`, {});
  const [{ id }] = (await call('GET', '/workflow/v2/executions')).body.executions;
  await call('DELETE', url);
  const stuck = await settle(url);
  expect(stuck.stack_status).toBe('DELETE_FAILED');
  expect(stuck.stack_status_reason).toContain(`Use --force to override this. Execution ${id} is in RUNNING state`);
  await call('DELETE', `/workflow/v2/executions/${id}?force=true`);
  await call('DELETE', url);
  expect((await settle(url)).stack_status).toBe('DELETE_COMPLETE');
  expect((await call('GET', '/workflow/v2/workflows')).body.workflows).toEqual([]);
});

test('without Mistral a workflow cannot be made, and a signal is lost', async () => {
  const { made, stack, simulator, call } = await workbench();
  const url = await made('rec', { vm, heal });
  simulator.trouble.push({ service: 'workflowv2', kind: 'missing' });
  expect((await call('POST', `${url}/resources/heal/signal`, {})).status).toBe(200);
  await simulator.idle();
  const other = await made('other', { alarm: { ...alarm, properties: { ...alarm.properties, input: {} } } });
  expect((await stack(other)).stack_status_reason).toContain('public endpoint for workflowv2 service not found');
  simulator.trouble.length = 0;
  expect((await call('GET', '/workflow/v2/executions')).body.executions).toEqual([]);
});
