import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Worlds } from './lessons.ts';

/** Worlds that a worker plays at a time. */
const portion = 40;

/** What a kind of worker, given `workerData`, answers to all these worlds, a portion at a time, in their order; asked on every core. */
export async function onAllCores<Answer>(file: URL, all: readonly Worlds[], workerData?: unknown): Promise<Answer[]> {
  const portions = all.flatMap(portionsOf);
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(file, { workerData });
    for (let index = next++; index < portions.length; index = next++) {
      const answer = once(worker, 'message');
      worker.postMessage(portions[index]);
      answers[index] = (await answer)[0];
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return answers;
}

function portionsOf({ first, count, ...kind }: Worlds): Worlds[] {
  return Array.from({ length: Math.ceil(count / portion) }, (_, index) => {
    const done = index * portion;
    return { ...kind, first: first + done, count: Math.min(portion, count - done) };
  });
}
