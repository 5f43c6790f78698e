import { afterEach, beforeEach, expect, test } from 'vitest';
import { setUpCloud, tearDownCloud } from '../../../source/provision/provision.ts';
import { answer, type Routes } from '../openstack/loopback.ts';
import { handlerOf } from './memory.ts';
import { autonomy, site } from './site.ts';

let at: ReturnType<typeof site>;
beforeEach(() => {
  at = site();
});
afterEach(() => at.close());

const theirs = () => {
  at.there.policies.set('low', { name: 'low' });
  at.there.alarms.set('theirs', { alarm_id: 'theirs', name: 'disk of cloud-medic: full', state: 'ok' });
  at.there.workflows.set('backup', { id: 'w', name: 'backup', definition: 'x' });
  at.there.executions.set('theirs', { id: 'theirs', workflow_name: 'backup', state: 'RUNNING' });
  at.there.stacks.set('shop', { id: 's', stack_name: 'shop', stack_status: 'CREATE_COMPLETE' });
};

test('removes what is ours, also what still runs, and nothing else', async () => {
  theirs();
  await at.run(setUpCloud, { wishes: autonomy });
  at.there.executions.set('ours', { id: 'ours', workflow_name: 'cloud_medic.hard_reboot', state: 'RUNNING' });
  at.there.executions.set('signal', { id: 'signal', workflow_name: 'cloud_medic.alarm', state: 'RUNNING' });
  const { failure } = await at.run(tearDownCloud);
  expect(failure).toBeUndefined();
  expect(at.sizes()).toEqual([1, 0, 1, 1, 1, 1]);
  expect([...at.there.alarms.keys(), ...at.there.executions.keys()]).toEqual(['theirs', 'theirs']);
  expect([...at.there.stacks.keys(), ...at.there.policies.keys()]).toEqual(['shop', 'low']);
});

test('the mark goes first, so that a running console makes nothing anew; what it just made goes too', async () => {
  await at.run(setUpCloud);
  at.there.holdsOn = 1;
  const late: Routes = {
    'DELETE /metric/v1/archive_policy/': (got, response) => {
      if (at.there.metrics.size || at.there.holdsOn-- <= 0) {
        return handlerOf(at.there, 'DELETE /metric/v1/archive_policy/')(got, response);
      }
      at.there.metrics.set('late', { id: 'late', name: 'cloud_medic.failure_probability', resource_id: 'c' });
      answer(response, 400, 'Archive policy cloud-medic is still in use');
    },
  };
  const { changes, failure } = await at.run(tearDownCloud, { broken: late });
  expect(failure).toBeUndefined();
  expect(changes[0]).toMatchObject({
    method: 'DELETE',
    url: expect.stringMatching(/archive_policy_rule\/cloud-medic$/),
  });
  expect(at.sizes()).toEqual([0, 0, 0, 0, 0, 0]);
});

test('metrics that stop Gnocchi’s processing are gone with the rest', async () => {
  await at.run(setUpCloud);
  at.there.poisoned.add('a-cloud_medic.failure_probability');
  await at.run(tearDownCloud);
  expect(at.there.poisoned.size).toBe(0);
});

test('where nothing is ours it changes nothing', async () => {
  theirs();
  const { outcomes, changes } = await at.run(tearDownCloud);
  expect([outcomes, changes]).toEqual([[], []]);
});

test('dry, it tells each call and removes nothing', async () => {
  await at.run(setUpCloud, { wishes: autonomy });
  const before = at.sizes();
  const { changes } = await at.run(tearDownCloud, { dry: true });
  expect(at.sizes()).toEqual(before);
  expect(changes.every(({ method }) => method === 'DELETE')).toBe(true);
  expect(changes).toHaveLength(1 + 4 + 1 + 9 + 4 + 1);
});

test('it waits until Gnocchi lets go of the policy, but not for ever', async () => {
  await at.run(setUpCloud);
  at.there.holdsOn = 3;
  expect((await at.run(tearDownCloud)).failure).toBeUndefined();
  expect(at.there.policies.size).toBe(0);
  await at.run(setUpCloud);
  at.there.holdsOn = 1000;
  const { failure } = await at.run(tearDownCloud);
  expect(failure).toMatchObject({ code: 'archive-policy', hint: expect.stringContaining('again') });
  expect(at.sizes()).toEqual([1, 0, 0, 0, 0, 0]);
});

test('one alarm that cannot be removed keeps nothing else', async () => {
  await at.run(setUpCloud);
  const broken: Routes = { 'DELETE /alarming/v2/alarms/alarm-1': (_, response) => answer(response, 403, {}) };
  const { outcomes, failure } = await at.run(tearDownCloud, { broken });
  expect(failure).toMatchObject({ code: 'forbidden' });
  expect(outcomes.filter(({ did }) => did === 'failed')).toMatchObject([{ thing: 'alarm', name: 'vm-a' }]);
  expect(at.sizes()).toEqual([0, 0, 1, 0, 0, 0]);
});
