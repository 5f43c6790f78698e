import { policyView } from './gnocchi-policies.ts';
import { type Metric, metricsOf, type Resource } from './gnocchi-store.ts';
import type { World } from './world.ts';

/** A resource as Gnocchi shows it, its metrics by name included. */
export function resourceView(resource: Resource) {
  const metrics = Object.fromEntries(metricsOf(resource).map(({ name, id }) => [name, id]));
  return { ...resource.attributes(), metrics };
}

export function metricView(metric: Metric, world: World, withResource = false) {
  const { userId, projectId } = world.people.ceilometer;
  return {
    id: metric.id,
    creator: `${userId}:${projectId}`,
    name: metric.name,
    unit: metric.unit,
    ...(withResource ? { resource: metric.resource.attributes() } : { resource_id: metric.resource.id }),
    archive_policy: policyView(metric.policy),
    created_by_user_id: userId,
    created_by_project_id: projectId,
  };
}

/** What waits to be processed, in bundles by metric. */
export function statusView(pending: ReadonlyMap<string, number>) {
  const processor = 'simulator.0';
  const metricd = { processors: [processor], statistics: { [processor]: { weight: 1 } } };
  const measures = [...pending.values()].reduce((sum, bundles) => sum + bundles, 0);
  const summary = { metrics: pending.size, measures };
  return { storage: { summary, measures_to_process: Object.fromEntries(pending) }, metricd };
}

const text = (required: boolean) => ({ type: 'string', required, max_length: 255, min_length: 0 });
const datetime = { type: 'datetime', required: false };

export const instanceType = {
  name: 'instance',
  attributes: {
    flavor_id: text(true),
    image_ref: text(false),
    host: text(true),
    display_name: text(true),
    server_group: text(false),
    flavor_name: text(true),
    launched_at: datetime,
    created_at: datetime,
    deleted_at: datetime,
    availability_zone: text(false),
  },
  state: 'active',
};
