import { granularities, policyMethods } from './gnocchi-measures.ts';
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
    archive_policy: policies[0],
    created_by_user_id: userId,
    created_by_project_id: projectId,
  };
}

const keptPoints = [8640, 10080, 8640];
const spans = ['1 day, 0:00:00', '7 days, 0:00:00', '30 days, 0:00:00'];

export const policies = [
  {
    name: 'ceilometer-high-rate',
    back_window: 0,
    definition: granularities.map((seconds, index) => ({
      timespan: spans[index],
      granularity: `0:${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`,
      points: keptPoints[index],
    })),
    aggregation_methods: policyMethods,
  },
] as const;

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
