import { expect, test } from 'vitest';
import { workbench, workflow } from './workbench.ts';

const two = `---
version: '2.0'
echo:
  input:
    - message: hello
    - times: 3
    - nothing: null
    - needed
  output:
    said: <% task(say).result %>
  tasks:
    say:
      action: std.echo output=<% $.message %>
other:
  tags: [mine]
  tasks:
    a:
      action: std.noop
`;

test('workflows are made from YAML, read, changed and deleted', async () => {
  const { yaml, call, seconds } = await workbench();
  const made = await yaml('POST', '/workflows', two);
  expect(made.status).toBe(201);
  const [echo, other] = made.body.workflows;
  expect(Object.keys(echo)).toEqual([
    ...['id', 'name', 'namespace', 'input', 'interface', 'definition', 'tags', 'scope', 'project_id', 'created_at'],
  ]);
  expect(echo).toMatchObject({
    ...{ name: 'echo', namespace: '', input: 'message="hello", times="3", nothing="None", needed', scope: 'private' },
    interface: { input: [{ message: 'hello' }, { times: 3 }, { nothing: null }, 'needed'], output: ['said'] },
  });
  expect(other.tags).toEqual(['mine']);
  expect(other.definition).not.toContain('echo');
  const read = (await call('GET', `${workflow}/workflows/echo`)).body;
  expect(JSON.parse(read.interface)).toEqual(echo.interface);
  expect(read.updated_at).toBeNull();
  expect((await call('GET', `${workflow}/workflows/${echo.id}`)).body.name).toBe('echo');
  seconds(60);
  const changed = await yaml('PUT', '/workflows', "version: '2.0'\necho: {tasks: {a: {action: std.fail}}}\n");
  expect(changed.status).toBe(200);
  expect(changed.body.workflows).toMatchObject([{ id: echo.id, input: '', updated_at: '2026-01-05 09:01:00' }]);
  expect((await call('DELETE', `${workflow}/workflows/echo`)).status).toBe(204);
  expect((await call('DELETE', `${workflow}/workflows/echo`)).body.faultstring).toBe(
    'Workflow not found [workflow_identifier=echo, namespace=]',
  );
  const { workflows } = (await call('GET', `${workflow}/workflows?fields=name,created_at`)).body;
  expect(workflows).toEqual([
    { id: other.id, name: 'other', interface: '{"input": [], "output": []}', created_at: '2026-01-05 09:00:00' },
  ]);
});

test('the definition of a workflow alone stays as it was sent', async () => {
  const { yaml } = await workbench();
  const text = "# mine\nversion: '2.0'\nit:\n  tasks:\n    a: {action: std.noop}\n";
  expect((await yaml('POST', '/workflows', text)).body.workflows[0].definition).toBe(text);
});

test('who accepts JSON alone is not served, and nothing is made twice', async () => {
  const { yaml } = await workbench();
  const picky = await yaml('POST', '/workflows', two, 'application/json');
  expect([picky.status, picky.body]).toEqual([406, { code: 406, title: 'Not Acceptable', description: null }]);
  expect((await yaml('POST', '/workflows/validate', two, 'application/json')).body).toEqual({ valid: true });
  await yaml('POST', '/workflows', two);
  const again = await yaml('POST', '/workflows', two);
  expect([again.status, again.body]).toEqual([
    409,
    { faultstring: "Duplicate entry for WorkflowDefinition ['name', 'namespace', 'project_id']: echo, , None" },
  ]);
  expect((await yaml('PUT', '/workflows', two.replace('other:', 'third:'))).status).toBe(404);
});

test.each([
  [
    'it: {tasks: {a: {acton: std.noop}}}',
    /^Invalid DSL: Additional properties are not allowed \('acton' was unexpected\)/,
  ],
  ['it: {tasks: {a: {on-success: nowhere}}}', /^Task 'nowhere' not found\.$/],
  ['it: {tasks: {a: {action: std.echo output=<% $.x + %>}}}', /^Parse error: unexpected end of statement$/],
  ['it: {tasks: {a: {on-success: a}}}', /^Failed to find start tasks in direct workflow\./],
  ['it: {input: [a]}', /^Invalid DSL: 'tasks' is a required property/],
  ['it: {tasks: {a: {timeout: soon}}}', /^Invalid DSL: 'soon' at tasks\.a\.timeout is not valid/],
  ['it: {tasks: {a: {retry: {count: 3}}}}', /^Invalid DSL: 'delay' is a required property/],
  ['it: {tasks: {a: {action: std.noop, workflow: x}}}', /has both an action and a workflow/],
  ['it: {tasks: {a: {join: all}}}', /^No inbound tasks for task with 'join: all' \[task_name=a\]$/],
  ['it: {tasks: {a: {on-success: [fail(msg="x")]}}}', /^Invalid DSL: 'fail\(msg="x"\)' is valid under each of/],
  ['it: {type: reverse, tasks: {a: {action: std.noop}}}', /knows direct workflows only/],
  ['it: {tasks: {a: {action: "std.echo output={{ _.x }}"}}}', /knows no Jinja/],
  ['it: {tasks: [', /^Definition could not be parsed: /],
])('what is no workflow is refused with the reason: %s', async (body, reason) => {
  const { yaml } = await workbench();
  const text = `version: '2.0'\n${body}\n`;
  const refused = await yaml('POST', '/workflows', text);
  expect(refused.status).toBe(400);
  expect(Object.keys(refused.body)).toEqual(['faultstring']);
  expect(refused.body.faultstring).toMatch(reason);
  const checked = await yaml('POST', '/workflows/validate', text);
  expect(checked.status).toBe(200);
  expect(checked.body).toEqual({ valid: false, error: refused.body.faultstring });
});

test('what is no definition at all is refused', async () => {
  const { yaml } = await workbench();
  const reason = async (text: string) => (await yaml('POST', '/workflows', text)).body.faultstring;
  expect(await reason('hello')).toMatch(/^Invalid DSL: .*hello.* is not of type 'object'/);
  expect(await reason("version: '2.0'\n")).toBe("At least one item must be in the list [data={'version': '2.0'}].");
  expect(await reason('it: {tasks: {a: {}}}')).toBe("Invalid DSL: 'version' is a required property");
});

test('actions are listed by name, and not by a time that they do not have', async () => {
  const { call } = await workbench();
  const list = (await call('GET', `${workflow}/actions?limit=3`)).body;
  expect(list.actions.map(({ name }: { name: string }) => name)).toEqual([
    ...['nova.servers_evacuate', 'nova.servers_get', 'nova.servers_live_migrate'],
  ]);
  expect(list.next).toContain('marker=nova.servers_live_migrate');
  expect((await call('GET', `${workflow}/actions/nova.servers_reboot`)).body).toMatchObject({
    ...{ id: 'nova.servers_reboot', input: 'server, reboot_type=SOFT', description: 'Reboot a server.', scope: null },
  });
  const odd = await call('GET', `${workflow}/actions?sort_keys=created_at`);
  expect([odd.status, odd.body.faultcode]).toEqual([500, 'Server']);
  expect((await call('GET', `${workflow}/actions/nope`)).body.faultstring).toBe(
    'Action not found [name=nope, namespace=]',
  );
});

test('one action can be run by itself', async () => {
  const { call } = await workbench();
  const run = async (name: string, input: object, params = {}) =>
    (await call('POST', `${workflow}/action_executions`, { name, input, params })).body;
  expect(await run('std.echo', { output: 'x' })).toMatchObject({
    id: null,
    state: 'SUCCESS',
    output: '{"result": "x"}',
  });
  const saved = await run('std.fail', {}, { run_sync: true, save_result: true });
  expect(saved).toMatchObject({ state: 'ERROR', accepted: false, workflow_name: null });
  expect((await call('GET', `${workflow}/action_executions`)).body.action_executions).toHaveLength(1);
  expect((await run('no.such', {})).faultstring).toBe('Failed to find action [action_name=no.such]');
  expect((await run('std.echo', { q: 1 })).faultstring).toBe(
    "Invalid input [name=std.echo, class=EchoAction, missing=['output'], unexpected=['q']]",
  );
});
