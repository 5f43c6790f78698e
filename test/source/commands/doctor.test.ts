import { afterEach, expect, test } from 'vitest';
import { doctor, printDoctor } from '../../../source/commands/doctor.ts';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { open, telemetry } from '../openstack/canned.ts';
import { configFor, hastyClock, type Loopback, loopback } from '../openstack/loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

test('a good cloud: every service with its version', async () => {
  const opened = await open({
    ...telemetry({}),
    'GET /metric': { build: '4.6.0' },
    'GET /compute/v2.1/servers/detail': { servers: [] },
  });
  lab = opened.lab;
  const diagnosis = await doctor(opened.cloud, 'loop');
  expect(diagnosis).toMatchObject({
    cloud: 'loop',
    ok: true,
    checks: [
      { service: 'keystone', ok: true, version: 'v3', fix: undefined },
      { service: 'nova', ok: true, version: '2.93' },
      { service: 'gnocchi', ok: true, version: '4.6.0', detail: 'The meter cpu is kept every 1, 10, 86400 s.' },
    ],
  });
  expect(printDoctor(diagnosis)).toMatch(/^Cloud loop\nok .*keystone v3 .*\n(?:.*\n)*All good\.\n$/);
});

test('nobody there: one check that says what to do', async () => {
  const closed = await loopback({});
  await closed.close();
  const cloud = openstackCloud(configFor(`${closed.url}/identity`), { clock: hastyClock() });
  const diagnosis = await doctor(cloud, 'loop');
  expect(diagnosis).toMatchObject({ ok: false, checks: [{ service: 'keystone', ok: false }] });
  expect(printDoctor(diagnosis)).toContain('→ Check the address, the network and that the service runs.');
});

test('certificates that are not checked are not passed over in silence', async () => {
  lab = await loopback({});
  const cloud = openstackCloud({ ...lab.config, verify: false }, { clock: hastyClock() });
  expect((await cloud.checks())[0]!.detail).toContain('NOT checked');
});
