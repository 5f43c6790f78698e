import { Failure } from '../failure.ts';
import type { ArchivePolicy } from '../openstack/own-metrics.ts';
import { metricName, policyName, rebootMetricName } from './names.ts';
import type { Site, Thing } from './thing.ts';

const day = 86_400;
/** How often and how long Gnocchi is asked to let go of the policy; it cleans up every five minutes by default. */
const patience = 420_000;
const pause = 10_000;

/** How finely Gnocchi keeps the probabilities. */
export const archivePolicy: Thing = {
  name: 'archive policy',
  words: 'how finely Gnocchi keeps the probabilities',
  service: 'metric',
  async look(site) {
    const there = (await site.metrics.archivePolicy(policyName)) !== undefined;
    return [
      {
        name: policyName,
        state: there ? 'there' : 'missing',
        make: () => site.metrics.createArchivePolicy(policyFor(site.wishes.interval)),
        ...(there ? { remove: () => remove(site) } : {}),
      },
    ];
  },
};

/** A value each interval for a day, and coarser ones for a week and a month. */
export function policyFor(interval: number): ArchivePolicy {
  const finest = Math.max(1, Math.round(interval));
  const levels = [
    { granularity: finest, points: Math.ceil(day / finest) },
    { granularity: 6 * finest, points: Math.ceil((7 * day) / (6 * finest)) },
    { granularity: 30 * finest, points: Math.ceil((30 * day) / (30 * finest)) },
  ];
  return { name: policyName, back_window: 0, aggregation_methods: ['mean', 'max', 'last'], definition: levels };
}

/** The finest granularity in which each step has a value when one comes each interval. Throws where there is none. */
export function granularityFor(kept: readonly number[], interval: number): number {
  const found = kept.find((granularity) => granularity >= Math.round(interval));
  if (found !== undefined) return found;
  throw new Failure(
    'cloud',
    'archive-policy',
    `The archive policy ${policyName} keeps ${kept.join(', ')} s, and the interval is ${interval} s.`,
    'Run "cloud-medic teardown", then "cloud-medic setup" with the interval you want.',
  );
}

async function remove({ metrics, pause: wait, dry }: Site): Promise<void> {
  for (let waited = 0; ; waited += pause) {
    if ((await metrics.deleteArchivePolicy(policyName)) || dry) return;
    if (waited >= patience) break;
    await wait(pause);
    // A console that was in the middle of it may have made one since.
    const late = await Promise.all([metricName, rebootMetricName].map((name) => metrics.named(name)));
    for (const { id } of late.flat()) await metrics.delete(id);
  }
  throw new Failure(
    'cloud',
    'archive-policy',
    `Gnocchi still holds on to the archive policy ${policyName}, though its metrics are deleted.`,
    'Run "cloud-medic teardown" again in some minutes.',
  );
}
