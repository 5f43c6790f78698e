import { expect, test } from 'vitest';
import { workbench } from './workbench.ts';

const failing =
  /^The action raised an exception \[action=Fail action, action_ex_id=[-0-9a-f]{36}, msg='Fail action expected exception.'\]$/;

test('input with defaults, vars, publish, conditions and output', async () => {
  const { define, start, execution, simulator } = await workbench();
  await define(
    'it',
    `
input: [a, b: 3, c: null]
vars: {v: <% $.a + 'x' %>}
output: {got: "<% $.got %>", said: "<% task(one).result %>", whole: "<% $.b %>", text: "b is <% $.b %>, c <% $.c %>"}
output-on-error: {bad: "<% $.a %>"}
tasks:
  one:
    action: std.echo output=<% $.v %>
    publish: {got: <% task().result %>}
    on-success:
      - two: <% $.got = 'qx' %>
      - fail(msg="not q, it is <% $.a %>"): <% $.got != 'qx' %>
  two: {action: std.noop}`,
  );
  const good = await start('it', { a: 'q' });
  const bad = await start('it', { a: 'w' });
  await simulator.idle();
  expect(await execution(good.id)).toMatchObject({
    ...{ state: 'SUCCESS', state_info: null, input: { a: 'q', b: 3, c: null } },
    output: { got: 'qx', said: 'qx', whole: 3, text: 'b is 3, c None' },
  });
  expect(await execution(bad.id)).toMatchObject({
    ...{ state: 'ERROR', state_info: 'not q, it is w', output: { result: 'not q, it is w', bad: 'w' } },
  });
});

test('a task tells who triggered it, what it published and when', async () => {
  const { run } = await workbench();
  const { tasks, output } = await run(`
tasks:
  a: {action: std.echo output=1, publish: {x: <% task(a).result + 1 %>}, on-success: b}
  b: {action: std.echo output=<% $.x %>}`);
  expect(tasks.b).toMatchObject({ type: 'ACTION', state: 'SUCCESS', processed: true, result: 2, published: {} });
  expect(tasks.b.runtime).toEqual({ triggered_by: [{ task_id: tasks.a.id, event: 'on-success' }] });
  expect(tasks.a.started_at).toMatch(/^2026-01-05 09:00:00$/);
  expect(output).toEqual({ x: 2 });
});

test('an error that nobody handles fails the whole, with the report of Mistral', async () => {
  const { run } = await workbench();
  const { state, state_info: info, output, tasks } = await run('tasks: {broken: {action: std.fail}}');
  expect([state, tasks.broken.state]).toEqual(['ERROR', 'ERROR']);
  expect(tasks.broken.state_info).toMatch(failing);
  expect(info.split('\n')).toEqual([
    ...['Failure caused by error in tasks: broken', ''],
    `  broken [task_ex_id=${tasks.broken.id}] -> ${tasks.broken.state_info}`,
    expect.stringMatching(/^ {4}\[action_ex_id=[-0-9a-f]{36}, idx=0\]: The action raised/),
    '',
  ]);
  expect(output).toEqual({ result: info });
});

test('an error that is handled is none; on-complete alone handles nothing', async () => {
  const { run } = await workbench();
  const handled = await run(`
tasks:
  a: {action: std.fail, publish-on-error: {why: <% task().result %>}, on-error: c, on-complete: b}
  b: {action: std.noop}
  c: {action: std.noop}`);
  expect(handled.state).toBe('SUCCESS');
  expect(handled.output.why).toMatch(failing);
  expect(handled.tasks.b.runtime.triggered_by[0].event).toBe('on-complete');
  expect(handled.tasks.c.runtime.triggered_by[0].event).toBe('on-error');
  const other = await workbench();
  const { state, tasks } = await other.run('tasks: {a: {action: std.fail, on-complete: b}, b: {action: std.noop}}');
  expect([state, tasks.b.state]).toEqual(['ERROR', 'SUCCESS']);
});

test('fail, succeed and noop end things; what comes after is not done', async () => {
  const outcome = async (next: string) => {
    const { run } = await workbench();
    const {
      state,
      state_info: info,
      tasks,
    } = await run(`
tasks:
  a: {action: std.noop, on-success: [b, ${next}, c]}
  b: {action: std.noop}
  c: {action: std.noop}`);
    return [state, info, Object.keys(tasks).sort().join('')];
  };
  expect(await outcome('fail')).toEqual(['ERROR', null, 'ab']);
  expect(await outcome(`'fail msg="a b <% 1 + 1 %>"'`)).toEqual(['ERROR', 'a b 2', 'ab']);
  expect(await outcome(`'succeed msg="fine"'`)).toEqual(['SUCCESS', 'fine', 'ab']);
  expect(await outcome('noop')).toEqual(['SUCCESS', null, 'abc']);
});

test('a task joins those before it, and fails where they cannot all lead to it', async () => {
  const { run } = await workbench();
  const joined = await run(`
tasks:
  a: {action: std.echo output=1, publish: {x: 1}, on-success: c}
  b: {action: std.sleep seconds=5, publish: {y: 2}, on-success: c}
  c: {join: all, action: std.echo output=<% $.x + $.y %>}`);
  expect(joined.state).toBe('SUCCESS');
  expect(joined.tasks.c).toMatchObject({ result: 3 });
  expect(joined.tasks.c.runtime.triggered_by).toHaveLength(2);
  const other = await workbench();
  const blocked = await other.run(`
tasks:
  a: {action: std.fail, on-success: c}
  b: {action: std.noop, on-success: c}
  c: {join: all, action: std.noop}`);
  expect(blocked.tasks.c).toMatchObject({ state: 'ERROR', state_info: "Failed by tasks: ['a']", result: [] });
  expect(blocked.state_info).toMatch(/^Failure caused by error in tasks: a, c\n/);
  const third = await workbench();
  const { state } = await third.run(`
tasks:
  a: {action: std.fail, on-success: c}
  b: {action: std.noop, on-success: c}
  c: {join: one, action: std.noop}`);
  expect(state).toBe('ERROR');
});

test('with-items does one action for each, some at a time', async () => {
  const { run } = await workbench();
  const { tasks, output } = await run(`
tasks:
  a:
    with-items: i in <% [1, 2, 3] %>
    action: std.sleep seconds=<% $.i * 0 + 10 %>
    concurrency: 2
    publish: {x: <% task().result %>}`);
  expect(tasks.a.runtime.with_items).toEqual({ capacity: 2, count: 3 });
  expect(output.x).toEqual([null, null, null]);
  expect(tasks.a.finished_at).toBe('2026-01-05 09:00:20');
  const other = await workbench();
  const partly = await other.run(`
tasks:
  a: {with-items: "i in [0, 1]", action: "<% switch($.i = 0 => 'std.noop', true => 'std.fail') %>"}`);
  expect(partly.tasks.a).toMatchObject({ state: 'ERROR', state_info: 'One or more actions had failed.' });
});

test('a task may be a workflow of its own; its output is the result and its error the error', async () => {
  const { define, run, call, tasks: tasksOf } = await workbench();
  await define('sub', 'input: [a]\noutput: {o: <% $.a + 1 %>}\ntasks: {s: {wait-before: 3}}');
  await define('bad', 'tasks: {s: {action: std.fail}}');
  const { id, state, output, tasks } = await run(`
output: {r: <% task(one).result.o %>}
tasks:
  one: {workflow: sub a=4, on-success: two}
  two: {workflow: bad, on-error: noop}`);
  expect([state, output]).toEqual(['SUCCESS', { r: 5 }]);
  expect(tasks.one).toMatchObject({ type: 'WORKFLOW', finished_at: '2026-01-05 09:00:03' });
  expect(tasks.two.state_info).toMatch(/^Failure caused by error in tasks: s\n/);
  const path = `/workflow/v2/executions?task_execution_id=${tasks.one.id}`;
  const [child] = (await call('GET', path)).body.executions;
  expect(child).toMatchObject({ root_execution_id: id, task_execution_id: tasks.one.id, input: '{"a": 4}' });
  expect(JSON.parse(child.params)).toMatchObject({ root_execution_id: id, index: 0, env: {} });
  expect((await tasksOf(child.id)).s.state).toBe('SUCCESS');
});

test('what is published for the whole is seen in each branch', async () => {
  const { run } = await workbench();
  const { tasks, published_global: published } = await run(`
tasks:
  a:
    action: std.noop
    on-success: {publish: {branch: {x: 1}, global: {g: 2}}, next: [b]}
  b: {action: std.echo output=<% $.x + $.g %>}`);
  expect(tasks.b.result).toBe(3);
  expect(published).toBe('{"g": 2}');
});
