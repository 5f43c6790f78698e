import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../../source/clock.ts';
import { openstackCloud } from '../../../source/openstack/cloud.ts';
import { simulatedCloud } from '../../../source/simulated.ts';
import { open } from './canned.ts';
import { answer, type Loopback } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

test('a user has the name that Keystone tells, asked for once; our own is "you", unasked', async () => {
  const opened = await open({ 'GET /identity/v3/users/u%2F2': { user: { id: 'u/2', name: 'bob' } } });
  lab = opened.lab;
  const { who } = opened.cloud;
  expect(await Promise.all([who('u/2'), who('u/2'), who('u1')])).toEqual(['user bob', 'user bob', 'you']);
  expect(await who('u/2')).toBe('user bob');
  expect(lab.count('GET /identity/v3/users/')).toBe(1);
});

test('where it is refused, gone or told without a name it is the id, and stays so', async () => {
  const opened = await open({
    'GET /identity/v3/users/u2': (_, response) => answer(response, 403, { error: { code: 403, message: 'no' } }),
    'GET /identity/v3/users/u3': (_, response) => answer(response, 404, { error: { code: 404, message: 'gone' } }),
    'GET /identity/v3/users/u4': { user: null },
  });
  lab = opened.lab;
  const asked = () => Promise.all(['u2', 'u3', 'u4'].map(opened.cloud.who));
  expect(await asked()).toEqual(['user u2', 'user u3', 'user u4']);
  expect(await asked()).toEqual(['user u2', 'user u3', 'user u4']);
  expect(lab.count('GET /identity/v3/users/')).toBe(3);
});

test('where Keystone does not answer it is the id until it does', async () => {
  let works = false;
  const opened = await open({
    'GET /identity/v3/users/u2': (_, response) =>
      works ? answer(response, 200, { user: { id: 'u2', name: 'bob' } }) : answer(response, 500, 'oh'),
  });
  lab = opened.lab;
  expect(await opened.cloud.who('u2')).toBe('user u2');
  works = true;
  expect(await opened.cloud.who('u2')).toBe('user bob');
});

test('the stand-in tells it as well', async () => {
  const clock = new ManualClock();
  const { config, fetch, simulator } = simulatedCloud({ vms: 1, seed: 1, clock });
  const cloud = openstackCloud(config, { clock, fetch });
  const { admin, ceilometer } = simulator.world.people;
  expect(await cloud.who(admin.userId)).toBe('you');
  expect(await cloud.who(ceilometer.userId)).toBe('user ceilometer');
});
