import { expect, test } from 'vitest';
import { risk } from './alarms.ts';
import { type StandIn, standIn } from './stand-in.ts';

const root = '/metric/v1';
const batch = `${root}/batch/resources/metrics/measures?create_metrics=true`;

/** Makes a metric by a batch that has no measures for it, on the VM's resource. */
const poison = ({ call }: StandIn, vm: string) => call('POST', batch, { [vm]: { [risk]: { measures: [] } } });

/** The newest sample's age in seconds for each meter of each VM, where it is not the newest there could be. */
async function standStill({ call, clock }: StandIn): Promise<string[]> {
  const body = {
    resource_type: 'instance',
    search: {},
    operations: ['metric', ['cpu', 'mean'], ['memory.usage', 'mean']],
  };
  const answer = await call('POST', `${root}/aggregates?granularity=10&start=-600s`, body);
  const measures = answer.body.measures as Record<string, Record<string, { mean: [string, number, number][] }>>;
  return Object.entries(measures).flatMap(([vm, meters]) =>
    Object.entries(meters)
      .filter(([, { mean }]) => clock.now() - Date.parse(mean.at(-1)![0]) > 20_000)
      .map(([meter]) => `${vm} ${meter}`),
  );
}

const status = async ({ call }: StandIn) => (await call('GET', `${root}/status`)).body.storage;

test('a bundle without measures stops all that is in its sack, until the metric gets a value', async () => {
  const there = await standIn();
  const { call, vm, seconds } = there;
  const { id } = vm();
  expect((await status(there)).summary).toEqual({ metrics: 0, measures: 0 });
  seconds(60);
  expect(await standStill(there)).toEqual([]);
  expect((await poison(there, id)).status).toBe(202);
  seconds(60);
  const still = await standStill(there);
  expect(still.length).toBeGreaterThan(1);
  expect(still.length).toBeLessThan(20);
  const metric = (await call('GET', `${root}/resource/instance/${id}/metric/${risk}`)).body.id;
  const before = await status(there);
  expect(before.measures_to_process[metric]).toBe(1);
  expect(before.summary.metrics).toBe(Object.keys(before.measures_to_process).length);
  seconds(60);
  expect((await status(there)).summary.measures).toBeGreaterThan(before.summary.measures);
  expect((await call('GET', `${root}/metric/${metric}/measures`)).body).toEqual([]);

  await call('POST', `${root}/metric/${metric}/measures`, [{ timestamp: '2026-01-05T08:00:00', value: 0 }]);
  expect(await standStill(there)).toEqual([]);
  expect((await status(there)).summary).toEqual({ metrics: 0, measures: 0 });
  expect((await call('GET', `${root}/metric/${metric}/measures?granularity=10`)).body).toHaveLength(1);
});

test('or until the metric is deleted; what was pushed to others of the sack meanwhile is not lost', async () => {
  const there = await standIn();
  const { call, seconds, simulator } = there;
  const ids = simulator.world.vms().map((one) => one.id);
  const [poisoned, healthy] = [ids.slice(0, 3), ids.slice(3)];
  for (const id of healthy) await call('POST', `${root}/resource/instance/${id}/metric`, { [risk]: {} });
  for (const id of poisoned) await poison(there, id);
  const pushed = healthy.map((id) => [id, { [risk]: [{ timestamp: '2026-01-05T09:00:00', value: 0.5 }] }]);
  await call('POST', batch, Object.fromEntries(pushed));
  seconds(60);
  const values = async () => {
    const body = { resource_type: 'instance', search: {}, operations: ['metric', risk, 'mean'] };
    const answer = await call('POST', `${root}/aggregates?granularity=10`, body);
    const lines = Object.values(answer.body.measures) as Record<string, { mean: unknown[] }>[];
    return lines.filter((line) => line[risk]!.mean.length).length;
  };
  const seen = await values();
  expect(seen).toBeLessThan(17);
  for (const vm of poisoned) {
    const { id } = (await call('GET', `${root}/resource/instance/${vm}/metric/${risk}`)).body;
    await call('DELETE', `${root}/metric/${id}`);
  }
  expect(await standStill(there)).toEqual([]);
  expect(await values()).toBe(17);
});

test('a push to one metric that has no measures is no bundle, nor is making one by its resource', async () => {
  const there = await standIn();
  const { call, vm, seconds } = there;
  const path = `${root}/resource/instance/${vm().id}/metric`;
  expect((await call('POST', path, { [risk]: {} })).status).toBe(200);
  expect((await call('POST', `${path}/${risk}/measures`, [])).status).toBe(202);
  seconds(60);
  expect(await standStill(there)).toEqual([]);
  expect((await status(there)).summary).toEqual({ metrics: 0, measures: 0 });
});

test('what waits is told to admins alone', async () => {
  const { as, signIn } = await standIn();
  expect((await as(await signIn('demo'))('GET', `${root}/status`)).status).toBe(403);
});

test('a batch that makes no metrics names those that are missing, on unknown resources too', async () => {
  const { call, vm } = await standIn();
  const nobody = '00000000-0000-0000-0000-000000000001';
  const measures = { [risk]: [{ timestamp: '2026-01-05T09:00:00', value: 0.5 }] };
  const refused = await call('POST', batch.replace('?create_metrics=true', ''), {
    [vm().id]: measures,
    [nobody]: measures,
  });
  const names = [vm().id, nobody].map((id) => `${id}/${risk}`).sort();
  expect([refused.status, refused.body.description]).toEqual([400, `Unknown metrics: ${names.join(', ')}`]);
});
