import { expect, test } from 'vitest';
import { keptPoints } from '../../../source/simulator/gnocchi-push.ts';
import { push, risk } from './alarms.ts';
import { standIn } from './stand-in.ts';

const root = '/metric/v1';
const policy = {
  name: 'cloud-medic',
  definition: [
    { granularity: '30s', timespan: '1 day' },
    { granularity: 90, points: 10 },
  ],
  aggregation_methods: ['mean', 'max'],
};

test('archive policies of our own are made, kept to and removed', async () => {
  const there = await standIn({ vms: 2 });
  const { call, vm, seconds } = there;
  const made = await call('POST', `${root}/archive_policy`, policy);
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe('http://simulated.invalid/metric/v1/archive_policy/cloud-medic');
  expect(made.body).toEqual({
    name: 'cloud-medic',
    back_window: 0,
    definition: [
      { timespan: '1 day, 0:00:00', granularity: '0:00:30', points: 2880 },
      { timespan: '0:15:00', granularity: '0:01:30', points: 10 },
    ],
    aggregation_methods: ['mean', 'max'],
  });
  expect((await call('GET', `${root}/archive_policy/cloud-medic`)).body).toEqual(made.body);
  expect((await call('GET', `${root}/archive_policy`)).body).toHaveLength(2);
  const again = await call('POST', `${root}/archive_policy`, policy);
  expect([again.status, again.body.description]).toEqual([409, 'Archive policy cloud-medic already exists']);

  const created = { [risk]: { archive_policy_name: 'cloud-medic', unit: '' } };
  expect((await call('POST', `${root}/resource/instance/${vm().id}/metric`, created)).status).toBe(200);
  await push(there, vm().id, 0.4);
  const metric = (await call('GET', `${root}/resource/instance/${vm().id}/metric/${risk}`)).body;
  expect(metric.archive_policy).toEqual(made.body);
  const measures = (query: string) => call('GET', `${root}/metric/${metric.id}/measures?${query}`);
  expect((await measures('')).body.map(([, granularity]: [string, number]) => granularity)).toEqual([90, 30]);
  expect((await measures('granularity=10')).status).toBe(404);
  expect((await measures('granularity=30&aggregation=min')).status).toBe(404);
  expect((await call('GET', `${root}/metric?name=${risk}`)).body.map(({ id }: { id: string }) => id)).toEqual([
    metric.id,
  ]);

  const remove = () => call('DELETE', `${root}/archive_policy/cloud-medic`);
  const used = await remove();
  expect([used.status, used.body.description]).toEqual([400, 'Archive policy cloud-medic is still in use']);
  expect((await call('DELETE', `${root}/metric/${metric.id}`)).status).toBe(204);
  expect((await call('DELETE', `${root}/metric/${metric.id}`)).status).toBe(404);
  expect((await call('GET', `${root}/resource/instance/${vm().id}/metric/${risk}`)).status).toBe(404);
  // Gnocchi's janitor comes every five minutes.
  seconds(290);
  expect((await remove()).status).toBe(400);
  seconds(20);
  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
});

test('refuses what Gnocchi refuses of them', async () => {
  const { call, as, signIn, vm, send, token } = await standIn({ vms: 4 });
  const demo = as(await signIn('demo'));
  expect((await demo('POST', `${root}/archive_policy`, policy)).status).toBe(403);
  expect((await demo('DELETE', `${root}/archive_policy/ceilometer-high-rate`)).status).toBe(403);
  expect((await call('DELETE', `${root}/archive_policy/ceilometer-high-rate`)).status).toBe(400);
  const wantsJson = { 'X-Auth-Token': token, Accept: 'application/json' };
  const refused = await send('DELETE', `${root}/archive_policy/none`, undefined, wantsJson);
  expect([refused.status, refused.body]).toEqual([406, { code: 406, title: 'Not Acceptable', description: null }]);
  const { name: _, ...nameless } = policy;
  for (const body of [
    nameless,
    { name: 'x' },
    { ...policy, definition: [{ points: 5 }] },
    { ...policy, aggregation_methods: ['nope'] },
  ]) {
    expect((await call('POST', `${root}/archive_policy`, body)).status).toBe(400);
  }
  const path = `${root}/resource/instance/${vm().id}/metric`;
  const unknown = await call('POST', path, { [risk]: { archive_policy_name: 'nope' } });
  expect([unknown.status, unknown.body.description]).toEqual([400, 'Archive policy nope does not exist']);
  const { id } = (await call('GET', `${path}/cpu`)).body;
  expect((await call('DELETE', `${root}/metric/${id}`)).status).toBe(403);
});

test('pushed measures stay in order of time, and the oldest are forgotten', async () => {
  const { call, vm } = await standIn({ vms: 1, historyMinutes: 1 });
  const path = `${root}/metric`;
  const start = Date.UTC(2026, 0, 5, 9);
  const push = (from: number, count: number) => {
    const measures = Array.from({ length: count }, (_, index) => ({
      timestamp: new Date(start + (from + index) * 10_000).toISOString(),
      value: from + index,
    }));
    const body = { [vm().id]: { risk: measures } };
    return call('POST', `${root}/batch/resources/metrics/measures?create_metrics=true`, body);
  };
  await push(10, 2);
  await push(0, 3);
  const { id } = (await call('GET', `${root}/resource/instance/${vm().id}/metric/risk`)).body;
  const values = async (query = '') =>
    (await call('GET', `${path}/${id}/measures?granularity=10${query}`)).body.map(([, , value]: number[]) => value);
  expect(await values()).toEqual([0, 1, 2, 10, 11]);
  expect(await values('&start=2026-01-05T09:00:15&stop=2026-01-05T09:01:50')).toEqual([1, 2, 10]);
  expect(await values('&start=2026-01-05T10:00:00&aggregation=rate:mean')).toEqual([]);
  for (let from = 20; from < 1520; from += 100) await push(from, 100);
  const kept = await values();
  expect(kept.length).toBeLessThan(1440);
  expect(kept.slice(-keptPoints)).toEqual(Array.from({ length: keptPoints }, (_, index) => 800 + index));
});
