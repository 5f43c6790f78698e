import { expect, test } from 'vitest';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { type Asked, type Lie, lyingCloud } from './lying.ts';

const minute = 60_000;
const since = (asked: readonly Asked[]) =>
  asked
    .filter(({ path }) => path.includes('/servers/detail'))
    .map(({ path }) => new URLSearchParams(path.split('?')[1]).get('changes-since'));

/** Ticks of ten seconds until the crash and the lock of the first VM are seen, at most three. */
async function changeAndLook({ world, clock, cloud }: ReturnType<typeof lyingCloud>, client = cloud) {
  await client.fleet();
  for (let tick = 0; tick < 10; tick++) {
    clock.advance(10_000);
    await client.fleet();
  }
  const vm = world.vms()[0]!;
  world.fail(vm, 'it broke');
  world.lock(vm, true, 'mine', { ...world.people.admin, admin: true, requestId: 'req-1' });
  clock.advance(10_000);
  return (await client.fleet()).vms.find(({ id }) => id === vm.id);
}

const ahead = ({ world, clock }: ReturnType<typeof lyingCloud>): Lie => ({
  servers: (servers) => {
    const one = servers.find(({ id }) => id === world.vms()[1]!.id);
    if (one) one.updated = new Date(clock.now() + 10 * minute).toISOString().replace(/\.\d+/, '');
  },
});

test('a VM that is changed in the future hides nothing of the others', async () => {
  const lying = lyingCloud();
  lying.lab.lie = ahead(lying);
  expect(await changeAndLook(lying)).toMatchObject({ status: 'ERROR', locked: true });
  // It was a list of changes that told.
  expect(since(lying.lab.asked).at(-1)).not.toBeNull();
});

test.each([60, -60])('nor does our own clock, %i minutes ahead', async (minutes) => {
  const lying = lyingCloud();
  const { config, fetch, clock } = lying;
  const skewed = { now: () => clock.now() + minutes * minute, sleep: async () => {} };
  const client = openstackCloud(config, { fetch, clock: skewed });
  expect(await changeAndLook(lying, client)).toMatchObject({ status: 'ERROR', locked: true });
});

test('nor a controller whose Date is ahead', async () => {
  const lying = lyingCloud();
  let count = 0;
  const headers = (all: Headers) => {
    if (count++ % 2) all.set('date', new Date(lying.clock.now() + 10 * minute).toUTCString());
  };
  lying.lab.lie = { headers };
  expect(await changeAndLook(lying)).toMatchObject({ status: 'ERROR', locked: true });
});

test('without a Date each list is a whole one', async () => {
  const lying = lyingCloud({ headers: (headers) => headers.delete('date') });
  expect(await changeAndLook(lying)).toMatchObject({ status: 'ERROR', locked: true });
  expect(new Set(since(lying.lab.asked))).toEqual(new Set([null]));
});

test('what was changed in the future was changed when it was first seen', async () => {
  const lying = lyingCloud();
  const { world, clock, cloud } = lying;
  const then = new Date(clock.now() + 10 * minute).toISOString().replace(/\.\d+/, '');
  lying.lab.lie = {
    servers: (servers) => {
      for (const one of servers) if (one.id === world.vms()[0]!.id) one.updated = then;
    },
  };
  const updated = async () => (await cloud.fleet()).vms.find(({ id }) => id === world.vms()[0]!.id)!.updatedAt;
  const first = await updated();
  expect(Math.abs(first - clock.now())).toBeLessThan(2000);
  for (let tick = 0; tick < 90; tick++) {
    clock.advance(10_000);
    expect(await updated()).toBe(first);
  }
});
