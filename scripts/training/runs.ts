import type { Model } from '../../models/brain/model.ts';
import { type Worlds, worldsOf } from './lessons.ts';
import type { Run } from './measure.ts';
import { judged, type Opinion } from './windows.ts';
import type { Scene } from './world.ts';

/** A run with all that the console would hold at each moment. */
export type JudgedRun = Omit<Run, 'points'> & { readonly scene: Scene; readonly points: readonly Opinion[] };

/** What the brain thinks of all VMs of these worlds. */
export function* runsOf(worlds: Worlds, model: Model): Generator<JudgedRun> {
  for (const world of worldsOf(worlds)) {
    const { stories, granularity } = world;
    const opinions = judged(world, model);
    yield* stories.map((story, index) => ({ story, granularity, scene: worlds.scene, points: opinions[index]! }));
  }
}
