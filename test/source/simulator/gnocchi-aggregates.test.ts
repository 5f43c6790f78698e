import { expect, test } from 'vitest';
import { type StandIn, standIn } from './stand-in.ts';

const ask = (
  { call }: StandIn,
  query: string,
  operations: unknown,
  search: unknown = 'ended_at = null',
  type = 'instance',
) => call('POST', `/metric/v1/aggregates?${query}`, { resource_type: type, search, operations });

test('the whole fleet in one call, by VM and metric, from text or lists', async () => {
  const world = await standIn();
  const { id } = world.vm();
  const text = await ask(world, 'granularity=10&start=-30s', '(metric (cpu rate:mean) (memory.usage mean))');
  expect(Object.keys(text.body.measures)).toHaveLength(20);
  expect(Object.keys(text.body.measures[id])).toEqual(['cpu', 'memory.usage']);
  const [at, granularity, value] = text.body.measures[id].cpu['rate:mean'][0];
  expect([at, granularity]).toEqual(['2026-01-05T08:59:30+00:00', 10]);
  expect(value).toBeGreaterThan(0);
  const list = await ask(world, 'granularity=10&start=-30s', [
    'metric',
    ['cpu', 'rate:mean'],
    ['memory.usage', 'mean'],
  ]);
  expect(list.body).toEqual(text.body);
  const single = await ask(world, 'granularity=10&start=-30s', ['metric', 'cpu', 'rate:mean']);
  expect(single.body.measures[id].cpu).toEqual(text.body.measures[id].cpu);
});

test('groups by attributes; a group without the metric is left out', async () => {
  const world = await standIn();
  const { id } = world.vm();
  const disks = await ask(
    world,
    'granularity=10&start=-30s&groupby=instance_id&needed_overlap=0',
    '(metric disk.device.read.bytes mean)',
    '',
    'instance_disk',
  );
  expect(disks.body).toHaveLength(20);
  const mine = disks.body.find((one: { group: { instance_id: string } }) => one.group.instance_id === id);
  const [resource] = Object.values(mine.measures.measures) as Record<string, Record<string, unknown[]>>[];
  expect(resource!['disk.device.read.bytes']!.mean).toHaveLength(4);
  const hosts = await ask(
    world,
    'granularity=60&start=-2min&groupby=host&groupby=project_id',
    '(aggregate mean (metric cpu rate:mean))',
  );
  expect(Object.keys(hosts.body[0].group)).toEqual(['host', 'project_id']);
  expect(hosts.body[0].measures.measures.aggregated.length).toBeGreaterThan(1);
  await world.call('POST', '/metric/v1/batch/resources/metrics/measures?create_metrics=1', {
    [id]: { risk: [{ timestamp: '2026-01-05T08:59:52', value: 1 }] },
  });
  const risks = await ask(world, 'granularity=10&groupby=id', '(metric risk mean)');
  expect(risks.body.map((one: { group: unknown }) => one.group)).toEqual([{ id }]);
});

test('rates, arithmetic and aggregation across VMs', async () => {
  const world = await standIn();
  const { id } = world.vm();
  const only = { '=': { id } };
  const points = async (operations: string, search: unknown = only) => {
    const { measures } = (await ask(world, 'granularity=10&start=-30s', operations, search)).body;
    return (measures.aggregated ?? Object.values(measures[id].cpu)[0]).map(([, , value]: number[]) => value);
  };
  const rates = await points('(metric cpu rate:mean)');
  expect(await points('(rateofchange (metric cpu mean))')).toEqual(rates.slice(1));
  expect(await points('(rateofchangesec (metric cpu mean))')).toEqual(rates.slice(1).map((rate: number) => rate / 10));
  expect(await points('(* (/ (metric cpu rate:mean) 10000000000.0) 100)')).toEqual(
    rates.map((rate: number) => (rate / 10000000000) * 100),
  );
  const [low, mean, high] = await Promise.all(
    ['min', 'mean', 'max'].map((method) => points(`(aggregate ${method} (metric cpu rate:mean))`, '')),
  );
  expect(low[0]).toBeLessThan(mean[0]);
  expect(mean[0]).toBeLessThan(high[0]);
});

test('overlap: missing points are left out, filled, or refused', async () => {
  const world = await standIn();
  const push = (name: string, seconds: number, value: number) => ({
    [world.vm(name).id]: { risk: [{ timestamp: `2026-01-05T08:59:${seconds}`, value }] },
  });
  const url = '/metric/v1/batch/resources/metrics/measures?create_metrics=true';
  await world.call('POST', url, { ...push('web-01', 30, 10), ...push('web-02', 40, 20) });
  const values = async (query: string) => {
    const { body } = await ask(world, `granularity=10${query}`, '(aggregate mean (metric risk mean))');
    return body.measures?.aggregated.map(([, , value]: number[]) => value) ?? body.description;
  };
  expect(await values('')).toEqual([10, 20]);
  expect(await values('&fill=null')).toEqual([10, 20]);
  expect(await values('&fill=0')).toEqual([5, 10]);
  expect(await values('&needed_overlap=0')).toEqual([10, 20]);
  expect(await values('&needed_overlap=100')).toBe('No overlap');
});

test('by metric ids', async () => {
  const world = await standIn();
  const { metrics } = (await world.call('GET', `/metric/v1/resource/instance/${world.vm().id}`)).body;
  const { body } = await world.call('POST', '/metric/v1/aggregates?granularity=10&start=-20s', {
    operations: ['metric', [metrics.cpu, 'mean'], [metrics.memory, 'mean']],
  });
  expect(body.measures[metrics.cpu].mean).toHaveLength(3);
  expect(body.measures[metrics.memory].mean[0][2]).toBe(world.vm().shape.memoryMb);
});

test('what Gnocchi refuses', async () => {
  const world = await standIn();
  const unknown = await ask(world, 'granularity=10', ['metric', 'nope', 'mean']);
  expect(unknown.body).toEqual({
    code: 400,
    title: 'Bad Request',
    description: { cause: 'Metrics not found', detail: ['nope'] },
  });
  expect((await ask(world, 'groupby=id', '(metric nope mean)')).status).toBe(400);
  expect((await ask(world, 'granularity=7', '(metric cpu mean)')).body.description.reason).toBe(
    'Granularities are missing',
  );
  expect((await ask(world, '', '(metric cpu mean)', '', 'spaceship')).status).toBe(400);
  expect((await ask(world, '', '(frobnicate (metric cpu mean))')).status).toBe(400);
  expect((await ask(world, '', '(metric cpu mean')).status).toBe(400);
});

test('an empty cloud has no metrics', async () => {
  const world = await standIn({ vms: 0 });
  expect((await world.call('GET', '/metric/v1/resource/instance')).body).toEqual([]);
  expect((await ask(world, 'groupby=id', '(metric cpu mean)')).body.description.cause).toBe('Metrics not found');
});
