import { afterEach, expect, test } from 'vitest';
import { doctor, doctorLines } from '../../../source/commands/doctor.ts';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { open, telemetry } from '../openstack/canned.ts';
import { answer, configFor, hastyClock, type Loopback, loopback } from '../openstack/loopback.ts';
import { addresses } from '../openstack/services.ts';
import { memory, servicesOver } from '../provision/memory.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

test('a good cloud: every service with its version', async () => {
  const opened = await open({
    ...telemetry({}),
    'GET /metric': { build: '4.6.0' },
    'GET /metric/v1/metric?': [],
    'GET /metric/v1/archive_policy/cloud-medic': (_, response) => answer(response, 404, {}),
    'GET /metric/v1/archive_policy_rule/cloud-medic': (_, response) => answer(response, 404, {}),
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
      {
        service: 'gnocchi',
        ok: true,
        version: '4.6.0',
        detail: expect.stringMatching(/^The meter cpu is kept every 1, 10, 86400 s\./),
      },
      { service: 'aodh', ok: true, version: 'none', detail: expect.stringContaining('Not in the catalogue') },
      { service: 'mistral', ok: true, version: 'none' },
      { service: 'heat', ok: true, version: 'none' },
      { service: 'setup', ok: true, version: 'not run', detail: expect.stringContaining('cloud-medic setup') },
    ],
  });
  expect(doctorLines(diagnosis).join('\n')).toMatch(/^Cloud loop\nok .*keystone v3 .*\n(?:.*\n)*All good\.$/);
});

test('nobody there: one check that says what to do', async () => {
  const closed = await loopback({});
  await closed.close();
  const cloud = openstackCloud(configFor(`${closed.url}/identity`), { clock: hastyClock() });
  const diagnosis = await doctor(cloud, 'loop');
  expect(diagnosis).toMatchObject({ ok: false, checks: [{ service: 'keystone', ok: false }] });
  expect(doctorLines(diagnosis).join('\n')).toContain('→ Check the address, the network and that the service runs.');
});

test('certificates that are not checked are not passed over in silence', async () => {
  lab = await loopback({});
  const cloud = openstackCloud({ ...lab.config, verify: false }, { clock: hastyClock() });
  expect((await cloud.checks())[0]!.detail).toContain('NOT checked');
});

test('a cloud that was set up: what is ours there', async () => {
  const there = memory();
  there.policies.set('cloud-medic', { definition: [{ granularity: '0:00:10' }] });
  there.rules.set('cloud-medic', { name: 'cloud-medic' });
  there.workflows.set('cloud_medic.start', { id: 'w', name: 'cloud_medic.start', definition: 'x' });
  for (const state of ['ok', 'alarm'])
    there.alarms.set(state, { alarm_id: state, name: `cloud-medic: ${state}`, state });
  there.stacks.set('cloud-medic-autonomous', { id: 's', stack_name: 'cloud-medic-autonomous' });
  lab = await loopback(servicesOver(there), addresses);
  const found = await openstackCloud(lab.config, { clock: hastyClock() }).checks();
  expect(found).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ service: 'aodh', ok: true, detail: '2 alarms of ours, 1 of them in alarm.' }),
      expect.objectContaining({ service: 'mistral', ok: true, detail: '1 workflows of ours.' }),
      expect.objectContaining({ service: 'heat', ok: true, detail: '1 stacks. It heals with no console open.' }),
      expect.objectContaining({ service: 'setup', ok: true, version: 'run' }),
    ]),
  );
});

test('a service that stands in the catalogue and does not answer is missing', async () => {
  lab = await loopback({ 'GET /alarming': (_, response) => answer(response, 500, {}) }, addresses);
  const found = await openstackCloud(lab.config, { clock: hastyClock() }).checks();
  expect(found.find(({ service }) => service === 'aodh')).toMatchObject({
    ok: false,
    fix: expect.stringMatching(/log/),
  });
});
