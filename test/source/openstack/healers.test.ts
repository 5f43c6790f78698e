import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ExecutionReader } from '../../../source/openstack/execution-reader.ts';
import { StackReader } from '../../../source/openstack/stack-reader.ts';
import { answer, type Loopback, type Routes } from './loopback.ts';
import { services } from './services.ts';

let lab: Loopback;
afterEach(() => lab.close());

const nothing = { vms: [], executions: [], stacks: [] };
const minute = 60_000;

async function executions(routes: Routes, catalogue?: Record<string, string>) {
  const opened = await services(routes, catalogue);
  lab = opened.lab;
  return new ExecutionReader(opened.session);
}

const run = (id: string, input: object, more: object = {}) => ({
  ...{ id, workflow_name: 'w', state: 'RUNNING', input: JSON.stringify(input), created_at: '2026-01-05 00:00:00' },
  ...more,
});

test('executions: one list when it matters, one a minute else', async () => {
  const reader = await executions({ 'GET /workflow/v2/executions': { executions: [] } });
  for (let now = 0; now < 2 * minute; now += 10_000) await reader.read(nothing, now);
  expect(lab.count('GET /workflow')).toBe(2);
  for (let now = 2 * minute; now < 3 * minute; now += 10_000) await reader.read({ ...nothing, vms: ['a'] }, now);
  expect(lab.count('GET /workflow')).toBe(8);
});

test('executions: the VM is found in the inputs of workflows and of alarms; a watched one that is gone is ABSENT', async () => {
  const list = [
    run('e1', { vm: 'a' }),
    run('e2', { server: 'b' }),
    run('e3', { alarm_name: 'cloud-medic: c' }),
    run('e4', { alarm: { alarm_name: 'cloud-medic: d' } }, { state: 'DELAYED' }),
    run('e5', {}),
  ];
  const reader = await executions({
    'GET /workflow/v2/executions?': { executions: list },
    'GET /workflow/v2/executions/old': run('old', { vm: 'e' }, { state: 'ERROR', state_info: 'it is locked' }),
    'GET /workflow/v2/executions/gone': (_, response) => answer(response, 404, {}),
  });
  const watch = { ...nothing, executions: ['e1', 'old', 'gone'] };
  const { executions: found = [], sources } = await reader.read(watch, minute);
  expect(found.map(({ id, vm }) => [id, vm])).toEqual([
    ...[
      ['e1', 'a'],
      ['e2', 'b'],
      ['e3', 'c'],
      ['e4', 'd'],
      ['e5', undefined],
    ],
    ...[
      ['old', 'e'],
      ['gone', undefined],
    ],
  ]);
  expect(found.at(-2)).toMatchObject({ state: 'ERROR', reason: 'it is locked' });
  expect(found.at(-1)).toMatchObject({ state: 'ABSENT' });
  expect(sources).toEqual([{ source: 'mistral', ok: true, newest: minute, reason: undefined }]);
});

test('a Mistral that is not there is no failure, one that fails is, and one that hangs keeps nobody waiting', async () => {
  expect(await (await executions({}, {})).read(nothing, 0)).toEqual({ sources: [] });
  await lab.close();
  const failing = await executions({ 'GET /workflow': (_, response) => answer(response, 500, 'down') });
  expect(await failing.read(nothing, 0)).toMatchObject({ sources: [{ source: 'mistral', ok: false }] });
  await lab.close();
  const hanging = await executions({ 'GET /workflow': () => {} });
  const began = Date.now();
  const watch = { ...nothing, vms: ['a'] };
  expect(await hanging.read(watch, 0)).toEqual({ sources: [] });
  expect(await hanging.read(watch, 10_000)).toEqual({ sources: [] });
  expect(Date.now() - began).toBeLessThan(6000);
  expect(lab.count('GET /workflow')).toBe(1);
  // Its connections end without an answer.
  await lab.close();
  let sources: readonly object[] = [];
  for (let now = 20_000; !sources.length; now += 10_000) {
    ({ sources } = await hanging.read(watch, now));
    await setImmediate();
  }
  expect(sources).toMatchObject([{ source: 'mistral', ok: false }]);
});

test('stacks: all once a minute, those under watch each time; nested servers are not the stack’s own', async () => {
  const stack = (id: string) => ({ id, stack_name: `s-${id}`, stack_status: 'CREATE_COMPLETE' });
  const resource = (vm: string) => [
    { resource_name: 'server', resource_type: 'OS::Nova::Server', physical_resource_id: vm },
    { resource_name: 'net', resource_type: 'OS::Neutron::Net', physical_resource_id: 'n' },
  ];
  const opened = await services({
    'GET /heat/v1/p1/stacks': { stacks: [stack('1'), stack('2')] },
    'GET /heat/v1/p1/stacks/s-1/1/resources': { resources: resource('a') },
    'GET /heat/v1/p1/stacks/s-2/2/resources': { resources: [] },
  });
  lab = opened.lab;
  const reader = new StackReader(opened.session);
  const expected = { name: 's-1', id: '1', status: 'CREATE_COMPLETE', servers: [{ resource: 'server', vm: 'a' }] };
  expect((await reader.read(nothing, 0)).stacks).toMatchObject([expected]);
  expect(await reader.read(nothing, 10_000)).toEqual({ sources: [] });
  expect(lab.count('GET /heat/v1/p1/stacks/')).toBe(2);
  expect((await reader.read({ ...nothing, stacks: ['1'] }, 20_000)).stacks).toMatchObject([expected]);
  expect(lab.count('GET /heat/v1/p1/stacks/')).toBe(3);
  await reader.read(nothing, minute);
  expect(lab.count('GET /heat/v1/p1/stacks/')).toBe(5);
  expect(lab.got.some(({ path }) => path.includes('nested'))).toBe(false);
});

test('stacks: what a slow Heat says comes with a later look', async () => {
  const stack = { id: '1', stack_name: 's-1', stack_status: 'CREATE_COMPLETE' };
  const resource = { resource_name: 'server', resource_type: 'OS::Nova::Server', physical_resource_id: 'a' };
  let say: () => void = () => {};
  const opened = await services({
    'GET /heat/v1/p1/stacks': (_, response) => {
      say = () => answer(response, 200, { stacks: [stack] });
    },
    'GET /heat/v1/p1/stacks/s-1/1/resources': { resources: [resource] },
  });
  lab = opened.lab;
  const reader = new StackReader(opened.session);
  expect(await reader.read(nothing, 0)).toEqual({ sources: [] });
  say();
  let news = await reader.read(nothing, 10_000);
  for (let turn = 0; turn < 1000 && !news.stacks; turn++) {
    await setImmediate();
    news = await reader.read(nothing, 10_000);
  }
  expect(news.stacks).toMatchObject([{ id: '1', servers: [{ resource: 'server', vm: 'a' }] }]);
  expect(lab.count('GET /heat/v1/p1/stacks')).toBe(2);
});
