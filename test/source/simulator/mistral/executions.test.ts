import { expect, test } from 'vitest';
import { workbench, workflow } from './workbench.ts';

const executions = `${workflow}/executions`;
const own = '11111111-2222-4333-8444-555555555501';
const reboot = `
input: [vm]
tasks: {reboot: {action: nova.servers_reboot, input: {server: <% $.vm %>, reboot_type: HARD}}}`;

const fields = [
  ...['id', 'workflow_id', 'workflow_name', 'workflow_namespace', 'description', 'tags', 'params'],
  ...['task_execution_id', 'root_execution_id', 'state', 'state_info', 'input', 'output', 'created_at', 'updated_at'],
  'project_id',
];

test('an execution has the fields of a real one, when started, read and listed', async () => {
  const { define, call } = await workbench();
  await define('it', 'input: [message: hello]\ntasks: {say: {action: std.echo output=<% $.message %>}}');
  const started = await call('POST', executions, { workflow_name: 'it', input: '{"message": "as a string"}' });
  expect(started.status).toBe(201);
  expect(Object.keys(started.body)).toEqual(fields);
  expect(started.body).toMatchObject({
    ...{ state: 'RUNNING', input: '{"message": "as a string"}', output: '{}', description: '', tags: [] },
    ...{ params: '{"namespace": "", "env": {}}', task_execution_id: null, created_at: '2026-01-05 09:00:00' },
  });
  const read = await call('GET', `${executions}/${started.body.id}`);
  expect(Object.keys(read.body)).toEqual([...fields, 'published_global']);
  const [listed] = (await call('GET', executions)).body.executions;
  expect(Object.keys(listed)).toEqual(fields.filter((name) => name !== 'output'));
  const { tasks } = (await call('GET', `${executions}/${started.body.id}/tasks`)).body;
  expect(Object.keys(tasks[0])).toEqual([
    ...['id', 'name', 'type', 'workflow_name', 'workflow_namespace', 'workflow_id', 'workflow_execution_id', 'tags'],
    ...['state', 'state_info', 'project_id', 'runtime_context', 'published', 'processed', 'created_at', 'updated_at'],
    ...['started_at', 'finished_at'],
  ]);
  const runs = (await call('GET', `${workflow}/tasks/${tasks[0].id}/action_executions`)).body.action_executions;
  expect(Object.keys(runs[0])).toEqual([
    ...['id', 'workflow_name', 'workflow_namespace', 'task_name', 'task_execution_id', 'state', 'state_info', 'tags'],
    ...['name', 'description', 'project_id', 'accepted', 'input', 'created_at', 'updated_at'],
  ]);
  const alone = (await call('GET', `${workflow}/action_executions/${runs[0].id}`)).body;
  expect(alone).toMatchObject({ name: 'std.echo', state: 'SUCCESS', output: '{"result": "as a string"}' });
});

test('with an id of one’s own, a second request starts nothing', async () => {
  const { define, start, vm, call, simulator, seconds } = await workbench();
  await define('it', reboot);
  const { id } = vm();
  const first = await start('it', { vm: id }, { id: own });
  await simulator.idle();
  seconds(60);
  const second = await start('it', { vm: 'another' }, { id: own });
  expect([first.id, second.id]).toEqual([own, own]);
  expect([first.state, second.state]).toEqual(['RUNNING', 'SUCCESS']);
  expect(second.input).toBe(`{"vm": "${id}"}`);
  const { instanceActions } = (await call('GET', `/compute/v2.1/servers/${id}/os-instance-actions`)).body;
  expect(instanceActions.filter(({ action }: { action: string }) => action === 'reboot')).toHaveLength(1);
});

test('what cannot be started is refused in the words of Mistral', async () => {
  const { define, call } = await workbench();
  await define('it', 'input: [server, url, c: 1]\ntasks: {a: {action: std.noop}}');
  const refusal = async (body: object) => {
    const answer = await call('POST', executions, body);
    return [answer.status, answer.body];
  };
  const client = (status: number, faultstring: string) => [
    status,
    { faultcode: 'Client', faultstring, debuginfo: null },
  ];
  expect(await refusal({ workflow_name: 'nope' })).toEqual(
    client(404, 'Workflow not found [workflow_identifier=nope, namespace=]'),
  );
  expect(await refusal({ workflow_name: 'it', input: {} })).toEqual(
    client(400, "Invalid input [name=it, class=DirectWorkflowSpec, missing=['server', 'url']]"),
  );
  expect(await refusal({ workflow_name: 'it', input: { server: 1, url: 2, zz: 3, yy: 4 } })).toEqual(
    client(400, "Invalid input [name=it, class=DirectWorkflowSpec, unexpected=['zz', 'yy']]"),
  );
  expect(await refusal({ input: {} })).toEqual(
    client(400, 'Workflow ID or workflow name must be provided. Workflow ID is recommended.'),
  );
  expect(await refusal({ alarm_name: 'x', alarm_id: 'y' })).toEqual(
    client(400, 'Unknown attributes for argument wf_ex: alarm_name, alarm_id'),
  );
  expect((await call('GET', `${executions}/${own}`)).body.faultstring).toBe(`WorkflowExecution not found [id=${own}]`);
  expect((await call('GET', `${workflow}/tasks/${own}`)).body.faultstring).toBe(`Task execution not found [id=${own}]`);
});

test('halting one lets what runs end and starts nothing new, until it goes on', async () => {
  const { define, start, call, tasks, execution, seconds, simulator } = await workbench();
  await define('it', 'tasks: {a: {wait-before: 4, on-success: b}, b: {action: std.noop}}');
  const { id } = await start('it');
  const put = async (state: string) => (await call('PUT', `${executions}/${id}`, { state })).body;
  expect((await put('PAUSED')).state).toBe('PAUSED');
  seconds(10);
  const halted = await tasks(id);
  expect(halted.a).toMatchObject({ state: 'SUCCESS', processed: false });
  expect(halted.b).toBeUndefined();
  expect((await put('RUNNING')).state).toBe('RUNNING');
  await simulator.idle();
  expect((await tasks(id)).b.state).toBe('SUCCESS');
  expect((await execution(id)).state).toBe('SUCCESS');
  expect((await put('RUNNING')).state).toBe('SUCCESS');
  expect((await put('CANCELLED')).state).toBe('SUCCESS');
  expect((await put('PAUSED')).faultstring).toBe(
    `Can't change workflow execution state from SUCCESS to PAUSED. [workflow=it, execution_id=${id}]`,
  );
  expect((await put('FOO')).faultstring).toBe(
    "Cannot change state to FOO. Allowed states are: 'RUNNING, PAUSED, SUCCESS, ERROR, CANCELLED",
  );
});

test('cancelling one ends it with the reason; what it waited with still comes, and leads to nothing', async () => {
  const { define, start, call, tasks, seconds } = await workbench();
  await define('it', 'tasks: {a: {wait-before: 4, on-success: b}, b: {action: std.noop}}');
  const { id } = await start('it');
  const info = 'cancelled by the operator';
  const { body } = await call('PUT', `${executions}/${id}`, { state: 'CANCELLED', state_info: info });
  expect(body).toMatchObject({ state: 'CANCELLED', state_info: info, output: `{"result": "${info}"}` });
  seconds(10);
  expect(Object.values(await tasks(id)).map(({ name, state }) => [name, state])).toEqual([['a', 'SUCCESS']]);
  expect((await call('PUT', `${executions}/${id}`, {})).body.faultstring).toMatch(/^The property state, description/);
});

test('one that runs is deleted only by force, and then does nothing any more', async () => {
  const { define, start, call, seconds, vm, server } = await workbench();
  await define('it', `input: [vm]\ntasks: {a: {wait-before: 5, action: nova.servers_stop server=<% $.vm %>}}`);
  const { id } = await start('it', { vm: vm().id });
  const refused = await call('DELETE', `${executions}/${id}`);
  expect([refused.status, refused.body.faultstring]).toEqual([
    403,
    `Only completed executions can be deleted. Use --force to override this. Execution ${id} is in RUNNING state`,
  ]);
  expect((await call('DELETE', `${executions}/${id}?force=true`)).status).toBe(204);
  expect((await call('DELETE', `${executions}/${id}`)).status).toBe(404);
  seconds(30);
  expect((await server(vm().id)).status).toBe('ACTIVE');
});

test('lists filter, sort and come in pages', async () => {
  const { define, start, call, seconds } = await workbench();
  await define('good', 'tasks: {a: {action: std.noop}}');
  await define('bad', 'tasks: {a: {action: std.fail}}');
  for (const name of ['good', 'bad', 'good']) {
    await start(name);
    seconds(5);
  }
  const names = async (query: string) =>
    (await call('GET', `${executions}?${query}`)).body.executions.map(
      (each: { workflow_name: string; created_at: string }) => `${each.workflow_name} ${each.created_at.slice(-2)}`,
    );
  expect(await names('')).toEqual(['good 00', 'bad 05', 'good 10']);
  expect(await names('sort_keys=created_at&sort_dirs=desc&workflow_name=good')).toEqual(['good 10', 'good 00']);
  expect(await names('state=ERROR')).toEqual(['bad 05']);
  expect(await names('workflow_name=in:bad,nope')).toEqual(['bad 05']);
  const first = (await call('GET', `${executions}?limit=2`)).body;
  expect(first.executions).toHaveLength(2);
  const rest = (await call('GET', first.next.replace('http://simulated.invalid', ''))).body;
  expect([rest.executions.length, rest.next]).toEqual([1, undefined]);
});

test('projects do not see each other’s, but an admin does', async () => {
  const { define, start, as, signIn, call } = await workbench();
  const demo = as(await signIn('demo'));
  await define('it', 'tasks: {a: {action: std.noop}}');
  const { id } = await start('it');
  expect((await demo('GET', `${executions}/${id}`)).status).toBe(404);
  expect((await demo('GET', executions)).body.executions).toEqual([]);
  expect((await demo('GET', `${workflow}/workflows/it`)).status).toBe(404);
  expect((await call('GET', `${executions}?all_projects=true`)).body.executions).toHaveLength(1);
});

test('without a token it answers as a real one', async () => {
  const { send } = await workbench();
  const answer = await send('GET', `${workflow}/workflows`);
  expect([answer.status, answer.body]).toEqual([
    401,
    { code: 401, title: 'Unauthorized', description: 'Failed to validate access token: Authentication required' },
  ]);
  expect((await send('GET', '/workflow/')).body.versions[0]).toMatchObject({ id: 'v2.0', status: 'CURRENT' });
});
