import { expect, test } from 'vitest';
import { open, server } from './canned.ts';
import { answer } from './loopback.ts';
import { lyingCloud } from './lying.ts';

test('a host that dies is seen with the next poll, though no list of changes tells it', async () => {
  const lying = lyingCloud({}, { vms: 20 });
  const { cloud, clock, world, lab } = lying;
  const states = async () =>
    new Map((await cloud.fleet()).vms.map(({ host, hostStatus }) => [host, hostStatus] as const));
  expect(await states()).toEqual(
    new Map([
      ['compute-1', 'up'],
      ['compute-2', 'up'],
    ]),
  );
  await cloud.fleet();
  world.hosts.kill('compute-2', clock.now());
  clock.advance(61_000);
  // Whatever the lists of VMs say.
  lab.lie = { servers: (servers) => servers.splice(0) };
  expect((await states()).get('compute-2')).toBe('unknown');
  expect((await states()).get('compute-1')).toBe('up');
});

test.each([
  ['forced down', { state: 'up', status: 'enabled', forced_down: true }, 'down'],
  ['not heard', { state: 'down', status: 'disabled', forced_down: false }, 'unknown'],
  ['disabled', { state: 'up', status: 'disabled', forced_down: false }, 'maintenance'],
  ['well', { state: 'up', status: 'enabled' }, 'up'],
])('a service that is %s', async (_, record, is) => {
  const services = [{ binary: 'nova-compute', host: 'h1', ...record }, { binary: 'nova-compute' }, null];
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a', { host_status: 'UP' })] },
    'GET /compute/v2.1/os-services': { services },
  });
  expect((await cloud.fleet()).vms[0]!.hostStatus).toBe(is);
  await lab.close();
});

test('who may not see the services is not told no with each poll, and keeps what the VMs say', async () => {
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a', { host_status: 'UP' })] },
    'GET /compute/v2.1/os-services': (_, response) => answer(response, 403, { forbidden: { message: 'no' } }),
  });
  for (let tick = 0; tick < 22; tick++) expect((await cloud.fleet()).vms[0]!.hostStatus).toBe('up');
  expect(lab.count('GET /compute/v2.1/os-services')).toBe(2);
  await lab.close();
});

test('services that fail cost nothing but their news', async () => {
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a', { host_status: 'MAINTENANCE' })] },
    'GET /compute/v2.1/os-services': (_, response) => answer(response, 500, {}),
  });
  expect((await cloud.fleet()).vms[0]!.hostStatus).toBe('maintenance');
  await lab.close();
});
