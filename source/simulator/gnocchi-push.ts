import { timeOf } from './gnocchi-measures.ts';
import { type GnocchiStore, type Metric, metricOf } from './gnocchi-store.ts';
import { Refused } from './refused.ts';
import type { Token } from './tokens.ts';

/** Points kept of a metric: two hours of a push every 10 s, as much as the world keeps of its own meters. */
export const keptPoints = 720;

type Pushed = { readonly timestamp: string | number; readonly value: number };

/** Adds measures to a metric of somebody's own. Throws `Refused` (400) for what is no measure. */
export function push(store: GnocchiStore, metric: Metric, measures: unknown, now: number): void {
  const points = pointsOf(measures, now);
  // To one metric alone no measures are no bundle.
  if (points.length) bundle(store, metric, points, now);
}

/** Gnocchi's rule for who may send measures to a metric, or delete it: admins, and the project that made it. Throws `Refused`. */
export function mustOwn({ createdBy }: Metric, { admin, project }: Token): void {
  if (!admin && createdBy !== project!.projectId) throw new Refused(403, '');
}

function pointsOf(measures: unknown, now: number): [number, number][] {
  if (!Array.isArray(measures)) throw new Refused(400, 'expected a list');
  return (measures as Pushed[]).map(({ timestamp, value }) => {
    const at = timeOf(String(timestamp), now);
    if (Number.isNaN(at) || typeof value !== 'number')
      throw new Refused(400, `Invalid input for measure: ${timestamp}`);
    return [at, value];
  });
}

function bundle({ sacks }: GnocchiStore, metric: Metric, added: readonly [number, number][], now: number): void {
  sacks.bundle(metric, added.length, now, () => {
    const { points } = metric;
    if (!points) return;
    const ordered = added.every(([at], index) => at >= ((added[index - 1] ?? points.at(-1))?.[0] ?? at));
    points.push(...added);
    if (!ordered) points.sort(([a], [b]) => a - b);
    if (points.length > 2 * keptPoints) points.splice(0, points.length - keptPoints);
  });
}

type Described = {
  readonly unit?: string;
  readonly archive_policy_name?: string;
  readonly measures?: readonly Pushed[];
};
type Batch = Record<string, Record<string, Pushed[] | Described>>;

/**
 * Many metrics of many resources at once: nothing is stored if one resource is unknown. Answers the refusal's description.
 * As in Gnocchi, a metric without measures gets a bundle all the same, which its sack does not survive.
 */
export function pushBatch(store: GnocchiStore, body: unknown, create: boolean, now: number, caller: Token) {
  const batch = Object.entries(body as Batch);
  const unknown = batch.map(([id]) => id).filter((id) => !store.resource('generic', id));
  if (unknown.length && create) {
    const detail = unknown.map((id) => ({ resource_id: id, original_resource_id: id }));
    return { cause: 'Unknown resources', detail };
  }
  // Who does not want them made is not told whether it is the resource that is missing.
  const missing = batch.flatMap(([id, metrics]) => {
    const resource = store.resource('generic', id);
    return Object.keys(metrics).flatMap((name) => (resource && metricOf(resource, name) ? [] : [`${id}/${name}`]));
  });
  if (missing.length && !create) return `Unknown metrics: ${missing.sort().join(', ')}`;
  const project = caller.project!.projectId;
  for (const [id, metrics] of batch) {
    const resource = store.resource('generic', id)!;
    for (const [name, given] of Object.entries(metrics)) {
      const { unit, archive_policy_name, measures }: Described = Array.isArray(given) ? { measures: given } : given;
      const { base } = store.policies;
      const policy = archive_policy_name === undefined ? base : store.policies.find(archive_policy_name, 400);
      const metric = metricOf(resource, name) ?? store.create(resource, name, unit ?? null, policy, project);
      mustOwn(metric, caller);
      bundle(store, metric, pointsOf(measures ?? [], now), now);
    }
  }
  return undefined;
}
