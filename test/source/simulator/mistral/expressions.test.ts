import { expect, test } from 'vitest';
import { workbench } from './workbench.ts';

const reasons = async (body: string) => {
  const { run } = await workbench();
  const { state, state_info: info, tasks } = await run(body);
  return { state, info, task: tasks.a?.state };
};
const cannot = (expression: string, why: string) =>
  `Can not evaluate YAQL expression [expression=${expression}, error=${why}, data={...}]`;

test('an expression that comes to nothing fails the task and the whole, wherever it stands', async () => {
  expect(await reasons('tasks: {a: {action: std.echo output=<% $.nope %>}}')).toEqual({
    ...{ state: 'ERROR', task: 'ERROR' },
    info: `Failed to run task [error=${cannot('$.nope', "'nope'")}, wf=it, task=a]`,
  });
  expect((await reasons('tasks: {a: {action: std.noop, publish: {x: <% foo(1) %>}}}')).info).toBe(
    `Failed to handle action completion [error=${cannot('foo(1)', 'Unknown function "foo"')}, wf=it, task=a, action=std.noop]`,
  );
  expect((await reasons('tasks: {a: {on-success: [{b: <% $.x = 1 %>}]}, b: {action: std.noop}}')).info).toContain(
    "[expression=$.x = 1, error='x'",
  );
});

test('an output that comes to nothing fails the whole alone', async () => {
  const { state, info, task } = await reasons('output: {x: <% $.nope %>}\ntasks: {a: {action: std.noop}}');
  expect([state, task]).toEqual(['ERROR', 'SUCCESS']);
  expect(info).toMatch(/^Failed to check and complete \[wf_ex_id=[-0-9a-f]{36}, wf_name=it\]: Can not evaluate/);
});

test('no state_info holds the token', async () => {
  const { run, token } = await workbench();
  const { state_info: info } = await run('tasks: {a: {action: std.echo output=<% $.openstack.nope %>}}');
  expect(info).toContain('expression=$.openstack.nope');
  expect(info).not.toContain(token);
});

test('an unknown action or input fails the task', async () => {
  expect((await reasons('tasks: {a: {action: no.such}}')).info).toBe(
    'Failed to run task [error=Failed to find action [action_name=no.such, namespace=], wf=it, task=a]',
  );
  expect((await reasons('tasks: {a: {action: std.echo outpu=1}}')).info).toContain(
    "[name=std.echo, class=EchoAction, missing=['output'], unexpected=['outpu']]",
  );
});

test('inline arguments are read as a real Mistral reads them', async () => {
  const { run } = await workbench();
  // Not quoted, a UUID is the number that it begins with.
  const { tasks } = await run('tasks: {a: {action: std.echo output=00000000-0000-4000-8000-000000000000}}');
  expect(tasks.a.result).toBe('00000000');
  const other = await workbench();
  const { state_info: info } = await other.run('tasks: {a: {action: std.http url=http://127.0.0.1/}}');
  expect(info).toContain("missing=['url']");
});

test('values keep their types, and are Python in the middle of text', async () => {
  const { run } = await workbench();
  const { id, output } = await run(
    `
input: [n: 5, d: {a: 1}]
output:
  text: 'a <% 1 %> <% null %> <% true %> <% [1,"x"] %> <% $.d %>'
  deep: [<% $.n %>, {k: <% $.n + 1 %>}]
  id: <% execution().id %>
  name: <% execution().name %>
  env: <% env().q %>
  project: <% $.openstack.project_name %>
  year: <% now().year %>
  task: <% task(a).state %>
tasks: {a: {action: std.noop}}`,
    { params: { env: { q: 1 } } },
  );
  expect(output).toEqual({
    ...{ text: "a 1 None True [1, 'x'] {'a': 1}", deep: [5, { k: 6 }], id, name: 'it', env: 1, project: 'admin' },
    ...{ year: 2026, task: 'SUCCESS' },
  });
});

test('a workflow can count what ran before it', async () => {
  const { define, start, run, seconds } = await workbench();
  await define('other', 'tasks: {a: {action: std.noop}}');
  await start('other');
  seconds(600);
  await start('other');
  const since = "(now() - timespan(minutes => 5)).format('%Y-%m-%d %H:%M:%S')";
  const { output } = await run(`
output: {all: <% executions().len() %>, late: "<% executions(fromTime => ${since}).len() %>", id: <% executions(id => execution().id).select($.name) %>}
tasks: {a: {action: std.noop}}`);
  expect(output).toEqual({ all: 3, late: 2, id: ['it'] });
});
