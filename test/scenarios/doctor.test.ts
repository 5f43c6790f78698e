import { expect, test } from 'vitest';
import { metricName } from '../../source/provision/names.ts';
import { lyingCloud } from '../source/openstack/lying.ts';
import { lab } from './lab.ts';

const gnocchi = async (cloud: ReturnType<typeof lab>) =>
  (await cloud.cloud.checks()).find(({ service }) => service === 'gnocchi')!;

const all = async (cloud: ReturnType<typeof lab>) => [...(await cloud.nova.servers())];

test('the age of the newest sample is told', async () => {
  const cloud = lab({ vms: 6 });
  await cloud.pass(60);
  expect(await gnocchi(cloud)).toMatchObject({
    ok: true,
    detail: expect.stringMatching(/newest sample is \d+ s old\.$/),
  });
});

test('telemetry that is dead for all VMs is never all good', async () => {
  const cloud = lab({ vms: 6 });
  for (const { id } of await all(cloud)) await cloud.inject('telemetry-loss', id);
  await cloud.pass(300);
  expect(await gnocchi(cloud)).toMatchObject({
    ok: false,
    detail: 'The newest sample is 5 min old, of 6 running VMs that sent some before.',
    fix: expect.stringContaining('Ceilometer'),
  });
  await cloud.pass(3600);
  expect(await gnocchi(cloud)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('No sample came in the last half hour'),
  });
});

test('telemetry that is dead is found where Nova does not know the power of VMs, as after a restart of libvirt', async () => {
  const lying = lyingCloud({
    servers: (servers) => {
      for (const one of servers) {
        one['OS-EXT-STS:power_state'] = 0;
        one['OS-SRV-USG:launched_at'] = null;
      }
    },
  });
  const look = async () => (await lying.cloud.checks()).find(({ service }) => service === 'gnocchi');
  lying.clock.advance(60_000);
  expect(await look()).toMatchObject({ ok: true, detail: expect.stringContaining('The newest sample is') });
  for (const { id } of lying.world.vms()) lying.world.inject('telemetry-loss', id, 3600);
  lying.clock.advance(600_000);
  expect(await look()).toMatchObject({ ok: false, detail: expect.stringContaining('10 min old') });
});

test('a single silent VM is named; a silent host is a finding, and so is who fell silent first on it', async () => {
  const cloud = lab({ vms: 20 });
  const vms = await all(cloud);
  const { host } = vms[0]!;
  const on = vms.filter((vm) => vm.host === host);
  const [first, ...others] = on;
  await cloud.inject('telemetry-loss', first!.id);
  await cloud.pass(120);
  expect(await gnocchi(cloud)).toMatchObject({
    ok: true,
    detail: expect.stringContaining(`None from ${first!.name},`),
  });
  for (const { id } of others) await cloud.inject('telemetry-loss', id);
  await cloud.pass(120);
  expect(await gnocchi(cloud)).toMatchObject({
    ok: false,
    detail: `No VM on host ${host} sends samples any more, of ${on.length}.`,
    fix: expect.stringContaining(`stops it: ${first!.name}`),
  });
});

test('metrics of ours that stop Gnocchi are found before anybody misses a sample', async () => {
  const cloud = lab({ vms: 6 });
  await cloud.setUp();
  expect(await gnocchi(cloud)).toMatchObject({ ok: true });
  const { id } = (await all(cloud))[0]!;
  const path = '/v1/batch/resources/metrics/measures';
  const body = { [id]: { [metricName]: [] } };
  await cloud.session.call({ service: 'metric', method: 'POST', path, body });
  expect(await gnocchi(cloud)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('fails on 1 metrics of ours'),
    fix: expect.stringContaining('cloud-medic setup'),
  });
  await cloud.setUp();
  expect(await gnocchi(cloud)).toMatchObject({ ok: true });
});

test('a cloud half set up is no set-up, and a finding', async () => {
  const cloud = lab();
  await cloud.setUp();
  await cloud.session.call({
    service: 'metric',
    method: 'DELETE',
    path: '/v1/archive_policy_rule/cloud-medic',
    headers: { accept: '*/*' },
  });
  const found = (await cloud.cloud.checks()).find(({ service }) => service === 'setup');
  expect(found).toMatchObject({ ok: false, fix: expect.stringContaining('cloud-medic setup') });
});
