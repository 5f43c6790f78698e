import { afterEach, describe, expect, test } from 'vitest';
import { columnOf } from '../../../models/metrics/index.ts';
import { at, open as openCloud, server, start, telemetry } from './canned.ts';
import { answer, type Got, type Loopback } from './loopback.ts';

let lab: Loopback | undefined;
afterEach(() => lab?.close());

async function open(...how: Parameters<typeof openCloud>) {
  const opened = await openCloud(...how);
  lab = opened.lab;
  return opened;
}

test('counters become rates, summed over the disks; gaps stretch, resets and nulls leave a hole', async () => {
  const cpu = [
    [0, 10e9],
    [10, 20e9],
    [20, null],
    [30, 30e9],
    [40, 2e9],
    [50, 3e9],
  ] as const;
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    ...telemetry({
      instance: { a: { a: { cpu, 'memory.usage': [[50, 250]] } }, stranger: { s: { cpu } } },
      instance_disk: {
        a: {
          vda: {
            'disk.device.read.bytes': [
              [40, 1000],
              [50, 2000],
            ],
          },
          vdb: {
            'disk.device.read.bytes': [
              [40, 0],
              [50, 500],
            ],
          },
        },
      },
    }),
  });
  const { samples, granularity } = await cloud.observe();
  expect(granularity).toBe(10);
  expect(new Set(samples.map(({ vm }) => vm))).toEqual(new Set(['a']));
  expect(samples.map(({ at: time }) => (time - start) / 1000)).toEqual([0, 10, 30, 40, 50]);
  const column = (id: keyof typeof columnOf) => samples.map(({ values }) => values[columnOf[id]]!);
  expect(column('cpu')).toEqual([Number.NaN, 50, 25, Number.NaN, 5]);
  expect(column('memory').at(-1)).toBe(25);
  expect(column('diskRead').at(-1)).toBe(150);
  expect(column('errors').at(-1)).toBe(0);
  expect(lab.count('POST /metric/v1/aggregates')).toBe(3);
  expect(lab.got.find(({ path }) => path.includes('aggregates'))!.path).toContain('granularity=10&');
});

test('a sample comes once; again only when a late meter fills it', async () => {
  const cpu: [number, number][] = [
    [30, 1e9],
    [40, 2e9],
  ];
  const memory: [number, number][] = [];
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    ...telemetry({ instance: { a: { a: { cpu, 'memory.usage': memory } } } }),
  });
  expect((await cloud.observe()).samples.length).toBe(2);
  expect((await cloud.observe()).samples.length).toBe(0);
  memory.push([40, 500]);
  const [late, ...others] = (await cloud.observe()).samples;
  expect(others).toEqual([]);
  expect([late!.at - start, late!.values[columnOf.memory]]).toEqual([40_000, 50]);
});

test('meters that nobody has are left out of the next question', async () => {
  const asked: string[][] = [];
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    'POST /metric/v1/aggregates': ({ body }: Got, response) => {
      const { resource_type: type, operations } = body as {
        resource_type: string;
        operations: [string, ...string[][]];
      };
      const names = operations.slice(1).map(([meter]) => meter!);
      if (type === 'instance') asked.push(names);
      const missing = names.filter((meter) => meter !== 'cpu');
      if (missing.length === 0) return answer(response, 200, []);
      return answer(response, 400, { code: 400, description: { cause: 'Metrics not found', detail: missing } });
    },
  });
  const { sources } = await cloud.observe();
  await cloud.observe();
  expect(sources.find(({ source }) => source === 'gnocchi')).toMatchObject({ ok: true });
  expect(asked).toEqual([['cpu', 'memory.usage'], ['cpu'], ['cpu']]);
});

test('a Gnocchi that fails leaves Nova standing', async () => {
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    'POST /metric/v1/search/resource/instance': (_, response) => answer(response, 500, '<html>oh</html>'),
  });
  const { vms, sources } = await cloud.observe();
  expect(vms.length).toBe(1);
  const gnocchi = sources.find(({ source }) => source === 'gnocchi');
  expect(gnocchi).toMatchObject({ ok: false, reason: 'Gnocchi answered 500: no reason given.' });
});

test('a resource type that Gnocchi does not have costs its meters only', async () => {
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    'POST /metric/v1/aggregates': ({ body }, response) => {
      if ((body as { resource_type: string }).resource_type !== 'instance') {
        return answer(response, 400, { description: { cause: 'Unknown resource type', detail: 'instance_disk' } });
      }
      const cpu = {
        mean: [
          [at(40), 10, 1e9],
          [at(50), 10, 2e9],
        ],
      };
      return answer(response, 200, [{ group: { id: 'a' }, measures: { measures: { a: { cpu } } } }]);
    },
  });
  const { samples, sources } = await cloud.observe();
  expect(samples.at(-1)!.values[columnOf.cpu]).toBe(5);
  expect(sources.find(({ source }) => source === 'gnocchi')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Unknown resource type'),
  });
});

test('a Ceilometer that polls less often than Gnocchi could keep: the granularity is what comes', async () => {
  const cpu = [0, 1, 2, 3].map((turn) => [turn * 300, turn * 60e9] as const);
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    ...telemetry({ instance: { a: { a: { cpu } } } }),
  });
  const { samples, granularity } = await cloud.observe();
  expect(granularity).toBe(300);
  expect(samples.map(({ values }) => values[columnOf.cpu])).toEqual([Number.NaN, 10, 10, 10]);
});

test('broken groups, series and points are left out, the others stand', async () => {
  const mean = [null, 7, ['soon', 10, 1], [at(30), 10, '1e9'], [at(40), 10, 1e9], [at(50), 10, 2e9]];
  const { cloud } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    'POST /metric/v1/aggregates': ({ body }, response) => {
      const series = { cpu: { mean }, 'memory.usage': { mean: 'none' }, odd: null };
      const groups = [
        null,
        { group: null },
        { group: { id: 'a' }, measures: null },
        { group: { id: 'a' }, measures: { measures: { a: series } } },
      ];
      answer(response, 200, (body as { resource_type: string }).resource_type === 'instance' ? groups : []);
    },
  });
  const { samples } = await cloud.observe();
  expect(samples.map(({ values }) => values[columnOf.cpu])).toEqual([Number.NaN, 5]);
});

test('a host whose clock is fast does not hide what the others send', async () => {
  const fast: [number, number][] = [
    [7200, 1e9],
    [7210, 2e9],
  ];
  const { cloud, lab } = await open({
    'GET /compute/v2.1/servers/detail': { servers: [server('a')] },
    ...telemetry({ instance: { a: { a: { cpu: fast } } } }),
  });
  await cloud.observe();
  await cloud.observe();
  const asked = new URL(lab.got.filter(({ path }) => path.includes('aggregates')).at(-1)!.path, lab.url);
  expect(Date.parse(asked.searchParams.get('start')!)).toBeLessThanOrEqual(start + 60_000);
});

describe('what was read already is read again', () => {
  /** Seconds before the newest sample, at 60 s, from which on the second poll of these series of VMs asks. */
  async function readAgain(series: Record<string, readonly (readonly [number, number])[]>, ...others: object[]) {
    const instance = Object.fromEntries(Object.entries(series).map(([vm, cpu]) => [vm, { [vm]: { cpu } }]));
    const { cloud, lab } = await open({
      'GET /compute/v2.1/servers/detail': { servers: [...Object.keys(series).map((id) => server(id)), ...others] },
      ...telemetry({ instance }),
    });
    await cloud.observe();
    await cloud.observe();
    const asked = new URL(lab.got.filter(({ path }) => path.includes('aggregates')).at(-1)!.path, lab.url);
    return (start + 60_000 - Date.parse(asked.searchParams.get('start')!)) / 1000;
  }
  const every = (step: number, last = 60) =>
    Array.from({ length: 10 }, (_, i) => [last - (9 - i) * step, (i + 1) * 1e9] as const);

  test('no further than a late meter needs, where all VMs and counters are in step', async () => {
    expect(await readAgain({ a: every(10), b: every(10) })).toBe(20);
  });

  test('so far that a VM that is behind, or a counter that is read less often, still gets its rate', async () => {
    expect(await readAgain({ a: every(10), b: every(10, 40) })).toBe(40);
    expect(await readAgain({ a: every(10), b: every(10), c: every(30) })).toBe(40);
  });

  test('as far as counters are differenced, where a running VM is silent; one that is off is not waited for', async () => {
    expect(await readAgain({ a: every(10) }, server('mute'))).toBe(50);
    expect(await readAgain({ a: every(10) }, server('off', { status: 'SHUTOFF', 'OS-EXT-STS:power_state': 4 }))).toBe(
      20,
    );
  });
});
