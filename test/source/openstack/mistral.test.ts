import { afterEach, expect, test } from 'vitest';
import { Mistral } from '../../../source/openstack/mistral.ts';
import { answer, type Loopback, type Routes } from './loopback.ts';
import { services } from './services.ts';

let lab: Loopback;
afterEach(() => lab.close());

async function open(routes: Routes, catalogue?: Record<string, string>): Promise<Mistral> {
  const opened = await services(routes, catalogue);
  lab = opened.lab;
  return new Mistral(opened.session);
}

/** As the real one tells of an execution. */
const recorded = {
  id: 'e1',
  workflow_id: 'w1',
  workflow_name: 'cloud_medic.hard_reboot',
  state: 'SUCCESS',
  state_info: null,
  input: '{"vm": "vm1", "incident": "i1"}',
  output: '{"result": "done"}',
  created_at: '2026-11-22 19:10:21',
  updated_at: '2026-11-22 19:10:25',
};
const notFound = { faultcode: 'Client', faultstring: 'WorkflowExecution not found [id=e2]', debuginfo: null };

test('a workflow goes out as plain text and takes any answer', async () => {
  const accepted: Routes[string] = ({ headers }, response) =>
    headers.accept === '*/*'
      ? answer(response, 201, { workflows: [] })
      : answer(response, 406, { title: 'Not Acceptable' });
  const mistral = await open({ 'POST /workflow/v2/workflows': accepted, 'PUT /workflow/v2/workflows': accepted });
  await mistral.put("version: '2.0'\n", false);
  await mistral.put("version: '2.0'\n", true);
  expect(lab.got.slice(-2).map(({ method, headers, body }) => [method, headers['content-type'], body])).toEqual([
    ['POST', 'text/plain', "version: '2.0'\n"],
    ['PUT', 'text/plain', "version: '2.0'\n"],
  ]);
});

test('an execution’s input is read out of its string', async () => {
  const mistral = await open({ 'GET /workflow/v2/executions/e1': recorded });
  expect(await mistral.execution('e1')).toEqual({
    id: 'e1',
    workflow: 'cloud_medic.hard_reboot',
    state: 'SUCCESS',
    reason: undefined,
    input: { vm: 'vm1', incident: 'i1' },
    createdAt: Date.UTC(2026, 10, 22, 19, 10, 21),
  });
});

test('strings that are no JSON, and states that are new, cost only themselves', async () => {
  const odd = { ...recorded, input: 'no JSON', state: 'IDLE' };
  const mistral = await open({ 'GET /workflow/v2/executions/e1': odd });
  expect(await mistral.execution('e1')).toMatchObject({ state: 'OTHER', input: {} });
});

test('a reason is one line, and never holds the token that Mistral quotes with an expression’s data', async () => {
  const info =
    "Failed to handle action completion [error=Can not evaluate YAQL expression [expression=$.x, error=nope, data={'openstack': {'auth_token': 'gAAAAAB-secret'}}, wf=x]:\nTraceback: 'auth_token': 'gAAAAAB-secret'";
  const mistral = await open({ 'GET /workflow/v2/executions/e1': { ...recorded, state: 'ERROR', state_info: info } });
  const execution = await mistral.execution('e1');
  expect(execution!.reason).toMatch(/^Failed to handle action completion .*error=nope$/);
  expect(JSON.stringify(execution)).not.toContain('secret');
});

test('of an action’s exception the reason is what it said', async () => {
  const info =
    "Nova refused it: The action raised an exception [action=<NovaAction object at 0x7f>, action_ex_id=742e, msg='servers.reboot failed: it is locked (HTTP 409)']";
  const mistral = await open({ 'GET /workflow/v2/executions/e1': { ...recorded, state: 'ERROR', state_info: info } });
  expect((await mistral.execution('e1'))!.reason).toBe(
    'Nova refused it: servers.reboot failed: it is locked (HTTP 409)',
  );
});

test('of several ids those that exist are told', async () => {
  const mistral = await open({
    'GET /workflow/v2/executions/e1': recorded,
    'GET /workflow/v2/executions/e2': (_, response) => answer(response, 404, notFound),
  });
  expect((await mistral.executions(['e1', 'e2'])).map(({ id }) => id)).toEqual(['e1']);
});

test('a long list is read page by page', async () => {
  const mistral = await open({
    'GET /workflow/v2/executions': ({ path }, response) => {
      const from = Number(new URL(path, lab.url).searchParams.get('marker')?.slice(1) ?? -1) + 1;
      const page = Array.from({ length: Math.min(100, 250 - from) }, (_, i) => ({ ...recorded, id: `e${from + i}` }));
      answer(response, 200, { executions: page });
    },
  });
  const found = await mistral.executionsOf(['cloud_medic.hard_reboot']);
  expect(new Set(found.map(({ id }) => id)).size).toBe(250);
  expect(lab.got.at(-1)!.path).toContain('workflow_name=in:cloud_medic.hard_reboot');
});

test('only workflows whose names begin like ours are told', async () => {
  const list = ['cloud_medic.start', 'their.cloud_medic.start'].map((name) => ({ id: name, name, definition: 'x' }));
  const mistral = await open({ 'GET /workflow/v2/workflows': { workflows: list } });
  expect((await mistral.workflows('cloud_medic.')).map(({ name }) => name)).toEqual(['cloud_medic.start']);
});

test('it is deleted even while it runs, and one that is gone is no failure', async () => {
  const mistral = await open({
    'DELETE /workflow/v2/executions': (_, response) => answer(response, 404, notFound),
  });
  await mistral.deleteExecution('e1');
  expect(lab.got.at(-1)!.path).toContain('force=true');
});

test('a refusal is told in Mistral’s words', async () => {
  const words = "Invalid DSL: Additional properties are not allowed ('acton' was unexpected)";
  const mistral = await open({
    'POST /workflow/v2/workflows': (_, response) => answer(response, 400, { ...notFound, faultstring: words }),
  });
  await expect(mistral.put('it: {}', false)).rejects.toThrow(words);
});

test('of two types in the catalogue the version’s own wins', async () => {
  const mistral = await open(
    { 'GET /two/v2/workflows': { workflows: [] } },
    { workflow: '/one/v2', workflowv2: '/two' },
  );
  expect(await mistral.workflows('')).toEqual([]);
});
