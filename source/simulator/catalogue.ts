import { uuidOf } from './ids.ts';

/** A service as Keystone lists it: its type, its name and its path behind the origin. */
export type Service = { readonly type: string; readonly name: string; readonly path: string; readonly mount: string };

export const services: readonly Service[] = [
  { type: 'identity', name: 'keystone', path: '/identity', mount: '/identity' },
  { type: 'compute', name: 'nova', path: '/compute/v2.1', mount: '/compute' },
  { type: 'image', name: 'glance', path: '/image', mount: '/image' },
  { type: 'metric', name: 'gnocchi', path: '/metric', mount: '/metric' },
  { type: 'alarming', name: 'aodh', path: '/alarming', mount: '/alarming' },
  { type: 'orchestration', name: 'heat', path: '/heat-api/v1/$(project_id)s', mount: '/heat-api' },
  { type: 'cloudformation', name: 'heat-cfn', path: '/heat-api-cfn/v1', mount: '/heat-api-cfn' },
  { type: 'workflowv2', name: 'mistral', path: '/workflow/v2', mount: '/workflow' },
  { type: 'fault-injection', name: 'cloud-medic-faults', path: '/faults', mount: '/faults' },
];

/** The catalogue in Keystone's form, without the services that are away. Some addresses name the caller's project. */
export function catalogue(origin: string, missing: readonly string[], projectId: string | undefined) {
  return services
    .filter(({ type }) => !missing.includes(type))
    .map(({ type, name, path }) => ({
      endpoints: ['public', 'internal', 'admin'].map((face) => ({
        id: plain(`endpoint ${type} ${face}`),
        interface: face,
        region_id: 'RegionOne',
        url: origin + path.replace('$(project_id)s', projectId ?? ''),
        region: 'RegionOne',
      })),
      id: plain(`service ${type}`),
      type,
      name,
    }));
}

/** Keystone's ids have no dashes. */
export function plain(text: string): string {
  return uuidOf(text).replaceAll('-', '');
}
