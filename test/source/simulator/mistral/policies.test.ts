import { expect, test } from 'vitest';
import { workbench } from './workbench.ts';

test('retry tries again after an error, so often and so late', async () => {
  const { run } = await workbench();
  const { state, tasks } = await run(`
tasks:
  a: {action: std.fail, retry: {count: 2, delay: 4}, on-error: b}
  b: {action: std.noop}`);
  expect(state).toBe('SUCCESS');
  expect(tasks.a).toMatchObject({ started_at: '2026-01-05 09:00:00', finished_at: '2026-01-05 09:00:08' });
  expect(tasks.a.runtime).toEqual({ retry_task_policy: { retry_no: 2 } });
});

test('retry on a line, with an expression; break-on ends it', async () => {
  const { run } = await workbench();
  const { tasks } = await run('input: [n]\ntasks: {a: {action: std.fail, retry: count=<% $.n %> delay=1}}', {
    input: { n: 3 },
  });
  expect(tasks.a.finished_at).toBe('2026-01-05 09:00:03');
  const other = await workbench();
  const broken = await other.run('tasks: {a: {action: std.fail, retry: {count: 5, delay: 1, break-on: <% true %>}}}');
  expect(broken.tasks.a.finished_at).toBe('2026-01-05 09:00:00');
});

test('a success is tried again only while continue-on holds', async () => {
  const { run, call } = await workbench();
  const { tasks, output } = await run(`
tasks:
  a:
    action: std.echo output=5
    publish: {x: <% task().result %>}
    retry: {count: 2, delay: 1, continue-on: <% task(a).result = 5 %>}`);
  expect(tasks.a).toMatchObject({ state: 'SUCCESS', result: 5, finished_at: '2026-01-05 09:00:02' });
  expect(output).toEqual({ x: 5 });
  const { body } = await call('GET', `/workflow/v2/tasks/${tasks.a.id}/action_executions`);
  expect(body.action_executions.map(({ accepted }: { accepted: boolean }) => accepted).sort()).toEqual([
    ...[false, false, true],
  ]);
  // As recorded from a real Mistral: break-on does not make a success be tried again.
  const other = await workbench();
  const once = await other.run(`
tasks: {a: {action: std.echo output=1, retry: {count: 9, delay: 1, break-on: <% task(a).result = 2 %>}}}`);
  expect(once.tasks.a.finished_at).toBe('2026-01-05 09:00:00');
});

test('waits before and after, and says that it does', async () => {
  const { define, start, tasks, execution, seconds, simulator } = await workbench();
  await define('it', 'tasks: {a: {action: std.noop, wait-before: 5, wait-after: 3}}');
  const { id } = await start('it');
  await simulator.idle();
  expect((await tasks(id)).a).toMatchObject({
    ...{ state: 'DELAYED', state_info: "Delayed by 'wait-before' policy [delay=5]", finished_at: null },
    runtime: { wait_before_policy: { skip: true } },
  });
  seconds(6);
  expect((await tasks(id)).a.state_info).toBe("Delayed by 'wait-after' policy [delay=3]");
  seconds(2);
  expect((await execution(id)).state).toBe('SUCCESS');
  expect((await tasks(id)).a).toMatchObject({ state: 'SUCCESS', finished_at: '2026-01-05 09:00:08' });
});

test('a task that takes too long is an error', async () => {
  const { run } = await workbench();
  const { state, tasks } = await run(`
tasks:
  a: {action: std.sleep seconds=20, timeout: 4, on-error: b}
  b: {action: std.noop}`);
  expect(state).toBe('SUCCESS');
  expect(tasks.a).toMatchObject({ state: 'ERROR', state_info: 'Task timed out [timeout(s)=4].' });
  expect(tasks.b.started_at).toBe('2026-01-05 09:00:04');
});

test('pause-before halts the whole until somebody lets it go on', async () => {
  const { run, call, execution, simulator } = await workbench();
  const { id, state, tasks } = await run(`
tasks:
  a: {action: std.noop, on-success: b}
  b: {action: std.noop, pause-before: true}`);
  expect([state, tasks.b.state, tasks.b.state_info]).toEqual(['PAUSED', 'IDLE', "Set by 'pause-before' policy"]);
  await call('PUT', `/workflow/v2/executions/${id}`, { state: 'RUNNING' });
  await simulator.idle();
  expect((await execution(id)).state).toBe('SUCCESS');
});

test('task-defaults hold for every task but the one that they lead to', async () => {
  const { run } = await workbench();
  const { state, tasks } = await run(`
task-defaults: {on-error: h, retry: {count: 1, delay: 2}}
tasks:
  a: {action: std.fail}
  h: {action: std.echo output=<% task(a).state %>}`);
  expect([state, tasks.h.result, tasks.a.finished_at]).toEqual(['SUCCESS', 'ERROR', '2026-01-05 09:00:02']);
});

test('fail-on makes a success a failure', async () => {
  const { run } = await workbench();
  const { tasks } = await run('tasks: {a: {action: std.echo output=7, fail-on: <% task(a).result > 5 %>}}');
  expect(tasks.a).toMatchObject({ state: 'ERROR', state_info: "Failed by 'fail-on' policy" });
});

test('a policy that comes to no number fails the task, and says so', async () => {
  const { run } = await workbench();
  const { state, state_info: info } = await run(`tasks: {a: {action: std.noop, timeout: <% 'x' %>}}`);
  expect(state).toBe('ERROR');
  expect(info).toMatch(/^Failed to run task \[error=Invalid data type in TimeoutPolicy: 'x' is not of type 'integer'/);
});

test('it comes to the same however seldom somebody looks', async () => {
  const story = async (looks: number) => {
    const { define, start, tasks, seconds, vm, execution } = await workbench();
    await define(
      'it',
      `
input: [vm]
tasks:
  reboot: {action: nova.servers_reboot, input: {server: <% $.vm %>, reboot_type: HARD}, on-success: wait}
  wait:
    action: nova.servers_get server=<% $.vm %>
    publish: {status: <% task().result.status %>}
    retry: {count: 20, delay: 3, continue-on: <% task().result.status != 'ACTIVE' %>}`,
    );
    const { id } = await start('it', { vm: vm().id });
    for (let i = 0; i < looks; i++) {
      seconds(120 / looks);
      await execution(id);
    }
    return { ...(await tasks(id)).wait, id: '', workflow_execution_id: '', workflow_id: '' };
  };
  const often = await story(60);
  expect(often).toMatchObject({
    state: 'SUCCESS',
    published: { status: 'ACTIVE' },
    finished_at: '2026-01-05 09:00:21',
  });
  expect(await story(1)).toEqual(often);
});
