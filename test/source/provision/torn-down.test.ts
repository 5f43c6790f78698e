import { afterEach, beforeEach, expect, test } from 'vitest';
import { answer } from '../openstack/loopback.ts';
import { handlerOf } from './memory.ts';
import { told, watched } from './watched.ts';

let its: ReturnType<typeof watched>;
beforeEach(() => {
  its = watched();
});
afterEach(() => its.close());

/** As `teardown` goes on: the mark first, and the policy only after minutes. */
function tearDown(): void {
  its.there.rules.clear();
  its.there.alarms.clear();
  its.there.metrics.clear();
}

test('a cloud that is torn down while it runs stays so, until setup marks it again', async () => {
  its.setUpFor('a');
  const alarming = await its.open();
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect([its.there.metrics.size, its.there.alarms.size]).toEqual([2, 2]);
  tearDown();
  its.there.measures.length = 0;
  for (let tick = 0; tick < 40; tick++) await alarming.tell(told({ a: 0.1, b: 0.1, c: 0.1 }));
  expect([its.there.metrics.size, its.there.alarms.size, its.there.measures]).toEqual([0, 0, []]);
  expect([alarming.states, alarming.health]).toEqual([undefined, []]);
  its.setUpFor();
  for (let tick = 0; tick < 31; tick++) await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect([its.there.metrics.size, its.there.alarms.size]).toEqual([2, 2]);
});

test.each<[string, string]>([
  ['its metric', 'POST /metric/v1/resource/instance/'],
  ['its alarm', 'POST /alarming/v2/alarms'],
])('torn down in the very moment in which a new VM gets %s: that is taken away again', async (_, call) => {
  its.setUpFor('a');
  const alarming = await its.open({
    [call]: (got, response) => {
      tearDown();
      return handlerOf(its.there, call)(got, response);
    },
  });
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(its.lab().count(call)).toBe(1);
  expect([its.there.metrics.size, its.there.alarms.size]).toEqual([0, 0]);
});

test('whether it was torn down is not known: nothing is sent, and what was made stays in question', async () => {
  its.setUpFor('a');
  let isDown = false;
  const alarming = await its.open({
    'GET /metric/v1/archive_policy_rule/': (got, response) =>
      isDown ? answer(response, 500, {}) : handlerOf(its.there, 'GET /metric/v1/archive_policy_rule/')(got, response),
    'POST /alarming/v2/alarms': (got, response) => {
      isDown = true;
      return handlerOf(its.there, 'POST /alarming/v2/alarms')(got, response);
    },
  });
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(alarming.health.filter(({ ok }) => !ok)).toMatchObject([{ source: 'push' }]);
  tearDown();
  its.there.alarms.set('late', { alarm_id: 'alarm-2', name: 'cloud-medic: b' });
  its.there.measures.length = 0;
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(its.there.measures).toEqual([]);
  isDown = false;
  await alarming.tell(told({ a: 0.1, b: 0.1 }));
  expect(its.lab().count('DELETE /alarming/v2/alarms/alarm-')).toBe(1);
  expect(its.there.metrics.size).toBe(0);
});
