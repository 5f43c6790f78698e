import { afterEach, expect, test } from 'vitest';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { open as openCloud } from './canned.ts';
import { answer, type Handler, hastyClock, type Loopback, loopback, type Routes } from './loopback.ts';
import { addresses } from './services.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function open(...how: Parameters<typeof openCloud>) {
  const opened = await openCloud(...how);
  lab = opened.lab;
  return opened;
}

test('an empty cloud is no failure', async () => {
  const { cloud } = await open({ 'GET /compute/v2.1/servers/detail': { servers: [] } });
  const { vms, samples, sources } = await cloud.observe();
  expect(vms).toEqual([]);
  expect(samples).toEqual([]);
  expect(sources.every((source) => source.ok)).toBe(true);
});

test('a Nova that fails is a failure', async () => {
  const { cloud } = await open({ 'GET /compute/v2.1/servers/detail': { servers: 'none' } });
  await expect(cloud.observe()).rejects.toMatchObject({ code: 'bad-answer' });
});

const stop = { service: 'compute', method: 'POST', path: '/servers/a/action', body: { 'os-stop': null } } as const;
const uncertain = { code: 'uncertain', hint: expect.stringContaining('may have accepted') };

test.each<[string, Handler]>([
  ['no answer', () => {}],
  ['a broken connection', (_, response) => response.destroy()],
  ['a gateway’s word', (_, response) => answer(response, 504, '<html>')],
])('an action may have been done in spite of %s: the failure says so', async (_, route) => {
  const { cloud, lab } = await open({ 'POST /compute': route }, { timeout: 0.2 });
  await expect(cloud.act(stop)).rejects.toMatchObject(uncertain);
  expect(lab.count('POST /compute')).toBe(1);
});

test('an action that Nova never got, or did not accept, was certainly not done', async () => {
  const { cloud } = await open({ 'POST /compute': (_, response) => answer(response, 503, {}) });
  await expect(cloud.act(stop)).rejects.toMatchObject({ code: 'server-error' });
  await lab?.close();
  await expect(cloud.act(stop)).rejects.toMatchObject({ code: 'unreachable' });
});

test.each<[string, Routes, string]>([
  ['a token without a catalogue', { 'POST /identity/v3/auth/tokens': {} }, 'bad-answer'],
  ['no version of Nova', { 'GET /compute/v2.1': () => {} }, 'timeout'],
  ['no token', { 'POST /identity/v3/auth/tokens': () => {} }, 'timeout'],
])('an action before which %s came was certainly not done', async (_, routes, code) => {
  const { cloud, lab } = await open(routes, { timeout: 0.2 });
  await expect(cloud.act(stop)).rejects.toMatchObject({ code });
  expect(lab.count('POST /compute')).toBe(0);
});

test('the checks never throw, and say what to do', async () => {
  const { cloud } = await open({ 'GET /compute/v2.1/servers/detail': { servers: [] }, 'POST /metric/v1/search': [] });
  const checks = await cloud.checks();
  expect(checks.map(({ service, ok }) => [service, ok])).toEqual([
    ['keystone', true],
    ['nova', true],
    ['gnocchi', false],
    ['aodh', true],
    ['mistral', true],
    ['heat', true],
    ['setup', true],
  ]);
  // What the cloud does not offer is no fault of it, and is told.
  expect(checks.filter(({ version }) => version === 'none')).toHaveLength(3);
  for (const check of checks.filter(({ ok }) => !ok)) expect(check.fix).toBeTruthy();
});

test('an action of another service goes there, with the same care', async () => {
  const routes = { 'POST /workflow/v2/executions': ((_, response) => answer(response, 504, '<html>')) as Handler };
  lab = await loopback(routes, addresses);
  const start = { service: 'workflow', method: 'POST', path: '/executions', body: { id: 'e1' } };
  const refusal = openstackCloud(lab.config, { clock: hastyClock() }).act(start as never);
  await expect(refusal).rejects.toMatchObject({ code: 'uncertain', hint: expect.stringContaining('Mistral may') });
  expect(lab.got.at(-1)!.body).toEqual({ id: 'e1' });
  expect(lab.count('POST /workflow')).toBe(1);
});

test('an execution stands for the request that Mistral does not name, also where Mistral has it already', async () => {
  const there: Record<string, Handler> = {
    'POST /workflow/v2/executions': (_, response) => answer(response, 409, { faultstring: 'Duplicate entry' }),
    'GET /workflow/v2/executions/e1': (_, response) => answer(response, 200, { id: 'e1', state: 'RUNNING' }),
  };
  lab = await loopback(there, addresses);
  const cloud = openstackCloud(lab.config, { clock: hastyClock() });
  const start = (id: string) => ({ service: 'workflow', method: 'POST', path: '/executions', body: { id } }) as const;
  expect(await cloud.act(start('e1'))).toEqual({ requestId: 'execution e1' });
  await expect(cloud.act(start('e2'))).rejects.toMatchObject({ code: 'conflict' });
});

test('the services are those of the catalogue', async () => {
  lab = await loopback({}, addresses);
  const info = await openstackCloud(lab.config, { clock: hastyClock() }).connect();
  expect(info.services).toEqual(['compute', 'metric', 'alarming', 'workflow', 'orchestration']);
});
