import type { Model } from '../../models/brain/model.ts';
import { onAllCores } from './cores.ts';
import type { Worlds } from './lessons.ts';
import type { Run } from './measure.ts';
import type { Opinion } from './windows.ts';
import type { Scene } from './world.ts';

/** A run with all that the console would hold at each moment. */
export type JudgedRun = Omit<Run, 'points'> & { readonly scene: Scene; readonly points: readonly Opinion[] };

/** What the brain thinks of all VMs of these worlds, in their order, judged on every core. */
export async function runsOf(all: readonly Worlds[], model: Model): Promise<JudgedRun[]> {
  const answers = await onAllCores<JudgedRun[]>(new URL('./judge-worker.ts', import.meta.url), all, model);
  return answers.flat();
}
