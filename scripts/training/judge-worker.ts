import { parentPort, workerData } from 'node:worker_threads';
import type { Model } from '../../models/brain/model.ts';
import { type Worlds, worldsOf } from './lessons.ts';
import type { JudgedRun } from './runs.ts';
import { judged } from './windows.ts';

const model: Model = workerData;

parentPort?.on('message', (worlds: Worlds) => {
  parentPort?.postMessage([...runsOf(worlds)]);
});

function* runsOf(worlds: Worlds): Generator<JudgedRun> {
  for (const world of worldsOf(worlds)) {
    const { stories, granularity } = world;
    const opinions = judged(world, model);
    yield* stories.map((story, index) => ({ story, granularity, scene: worlds.scene, points: opinions[index]! }));
  }
}
