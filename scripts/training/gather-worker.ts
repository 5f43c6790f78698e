import { parentPort } from 'node:worker_threads';
import { lessonsOf, type Worlds } from './lessons.ts';
import { packed } from './packed.ts';

parentPort?.on('message', (worlds: Worlds) => {
  const lessons = packed(lessonsOf(worlds));
  parentPort?.postMessage(lessons, [lessons.inputs.buffer as ArrayBuffer]);
});
