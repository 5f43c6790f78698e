import { afterEach, expect, test } from 'vitest';
import { open as openCloud } from './canned.ts';
import type { Loopback } from './loopback.ts';

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

test('an action without an answer may have been done: the hint says so', async () => {
  const { cloud, lab } = await open({ 'POST /compute': () => {} }, { timeout: 0.2 });
  const call = { service: 'compute', method: 'POST', path: '/servers/a/action', body: { 'os-stop': null } } as const;
  await expect(cloud.act(call)).rejects.toMatchObject({
    code: 'timeout',
    hint: expect.stringContaining('may have accepted'),
  });
  expect(lab.count('POST /compute')).toBe(1);
});

test('the checks never throw, and say what to do', async () => {
  const { cloud } = await open({ 'GET /compute/v2.1/servers/detail': { servers: [] }, 'POST /metric/v1/search': [] });
  const checks = await cloud.checks();
  expect(checks.map(({ service, ok }) => [service, ok])).toEqual([
    ['keystone', true],
    ['nova', true],
    ['gnocchi', false],
  ]);
  for (const check of checks.filter(({ ok }) => !ok)) expect(check.fix).toBeTruthy();
});
