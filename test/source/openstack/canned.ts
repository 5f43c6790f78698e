import { openstackCloud } from '../../../source/openstack/cloud.ts';
import type { Cloud } from '../../../source/ports.ts';
import { answer, hastyClock, type Loopback, loopback, type Routes } from './loopback.ts';

/** A client of a loopback cloud with an empty Gnocchi and whatever the test adds. */
export async function open(
  routes: Routes,
  config: { readonly timeout?: number } = {},
): Promise<{ readonly lab: Loopback; readonly cloud: Cloud }> {
  const lab = await loopback({ ...telemetry({}), ...routes });
  return { lab, cloud: openstackCloud({ ...lab.config, ...config }, { clock: hastyClock() }) };
}

/** A record of servers/detail. */
export const server = (id: string, more: object = {}) => ({
  id,
  name: `vm-${id}`,
  status: 'ACTIVE',
  tenant_id: 'p1',
  user_id: 'u1',
  flavor: { original_name: 'small', vcpus: 2, ram: 1000, disk: 10 },
  'OS-EXT-SRV-ATTR:host': 'h1',
  'OS-EXT-STS:task_state': null,
  'OS-EXT-STS:power_state': 1,
  locked: false,
  metadata: {},
  created: '2026-01-04T00:00:00Z',
  updated: '2026-01-04T00:00:10Z',
  'OS-SRV-USG:launched_at': '2026-01-04T00:00:09.000000',
  ...more,
});

type Series = Record<string, readonly (readonly [second: number, value: number | null])[]>;

/** A Gnocchi that keeps `cpu` every 10 s and answers each resource type with these groups of VM → resource → series. */
export function telemetry(types: Record<string, Record<string, Record<string, Series>>>): Routes {
  return {
    'POST /metric/v1/search/resource/instance': [
      { id: 'x', metrics: {} },
      { id: 'y', metrics: { cpu: 'm1' } },
    ],
    'GET /metric/v1/metric/m1': {
      archive_policy: {
        definition: [{ granularity: '1 day, 0:00:00' }, { granularity: '0:00:10' }, { granularity: '0:00:01' }],
      },
    },
    'POST /metric/v1/aggregates': ({ body }, response) => {
      const { resource_type: type, operations } = body as {
        resource_type: string;
        operations: [string, ...string[][]];
      };
      const groups = Object.entries(types[type] ?? {}).map(([vm, resources]) => ({
        group: { [type === 'instance' ? 'id' : 'instance_id']: vm },
        measures: {
          measures: Object.fromEntries(
            Object.entries(resources).map(([id, series]) => [
              id,
              Object.fromEntries(
                Object.entries(series)
                  .filter(([meter]) => operations.slice(1).some(([asked]) => asked === meter))
                  .map(([meter, points]) => [
                    meter,
                    { mean: points.map(([second, value]) => [at(second), 10, value]) },
                  ]),
              ),
            ]),
          ),
        },
      }));
      answer(response, 200, groups);
    },
  };
}

/** Time of second 0 of the series. */
export const start = Date.UTC(2026, 0, 5) - 60_000;
export const at = (second: number) => new Date(start + second * 1000).toISOString().replace('.000Z', '+00:00');
