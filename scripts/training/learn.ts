import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { joined } from '../../models/brain/joined.ts';
import type { NetworkJson } from '../../models/brain/network.ts';
import type { Course } from '../../models/brain/train.ts';
import type { Packed } from './packed.ts';

export type Learnt = { readonly json: NetworkJson; readonly healthyMean: readonly number[] };

/**
 * What networks of these seeds learn from the same lessons, each in a thread of its own, as one network: two that began
 * by other dice are seldom wrong together.
 */
export async function learnt(
  packed: Packed,
  course: Omit<Course, 'lessons'>,
  seeds: readonly number[],
): Promise<Learnt> {
  const all = await Promise.all(seeds.map((seed) => learnAlone({ packed, ...course, seed })));
  return { json: joined(all.map(({ json }) => json)), healthyMean: all[0]!.healthyMean };
}

async function learnAlone(workerData: object): Promise<Learnt> {
  // Millions of lessons are more than a thread is given by itself.
  const resourceLimits = { maxOldGenerationSizeMb: 8192 };
  const worker = new Worker(new URL('./learn-worker.ts', import.meta.url), { workerData, resourceLimits });
  const [answer] = await once(worker, 'message');
  await worker.terminate();
  return answer;
}
