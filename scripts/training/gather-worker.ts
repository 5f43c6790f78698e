import { parentPort } from 'node:worker_threads';
import type { Lesson } from '../../models/brain/train.ts';
import { lessonsOf, type Worlds } from './lessons.ts';

/** Lessons as they travel: their inputs in one block. */
export type Packed = { readonly inputs: Float32Array; readonly truths: readonly Omit<Lesson, 'input'>[] };

parentPort?.on('message', (worlds: Worlds) => {
  const { inputs, truths } = packed(lessonsOf(worlds));
  parentPort?.postMessage({ inputs, truths }, [inputs.buffer as ArrayBuffer]);
});

function packed(lessons: readonly Lesson[]): Packed {
  const width = lessons[0]?.input.length ?? 0;
  const inputs = new Float32Array(lessons.length * width);
  lessons.forEach(({ input }, index) => {
    inputs.set(input, index * width);
  });
  return { inputs, truths: lessons.map(({ input, ...truth }) => truth) };
}
