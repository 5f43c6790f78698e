import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Lesson } from '../../models/brain/train.ts';
import type { Packed } from './gather-worker.ts';
import type { Worlds } from './lessons.ts';

/** Worlds that a worker plays at a time. */
const portion = 40;

/** The lessons of all these worlds, in their order, played on every core. */
export async function gathered(all: readonly Worlds[]): Promise<Lesson[]> {
  const slices = all.flatMap(({ first, count, ...kind }) =>
    Array.from({ length: Math.ceil(count / portion) }, (_, index): Worlds => {
      const done = index * portion;
      return { ...kind, first: first + done, count: Math.min(portion, count - done) };
    }),
  );
  const found: Lesson[][] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./gather-worker.ts', import.meta.url));
    for (let index = next++; index < slices.length; index = next++)
      found[index] = unpacked(await ask(worker, slices[index]!));
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return found.flat();
}

async function ask(worker: Worker, worlds: Worlds): Promise<Packed> {
  const answer = once(worker, 'message');
  worker.postMessage(worlds);
  return (await answer)[0];
}

function unpacked({ inputs, truths }: Packed): Lesson[] {
  const width = inputs.length / Math.max(1, truths.length);
  return truths.map((truth, index) => ({ ...truth, input: inputs.subarray(index * width, (index + 1) * width) }));
}
