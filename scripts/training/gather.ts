import type { Lesson } from '../../models/brain/train.ts';
import { onAllCores } from './cores.ts';
import type { Packed } from './gather-worker.ts';
import type { Worlds } from './lessons.ts';

/** The lessons of all these worlds, in their order, played on every core. */
export async function gathered(all: readonly Worlds[]): Promise<Lesson[]> {
  const answers = await onAllCores<Packed>(new URL('./gather-worker.ts', import.meta.url), all);
  return answers.flatMap(unpacked);
}

function unpacked({ inputs, truths }: Packed): Lesson[] {
  const width = inputs.length / Math.max(1, truths.length);
  return truths.map((truth, index) => ({ ...truth, input: inputs.subarray(index * width, (index + 1) * width) }));
}
