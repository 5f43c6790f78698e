import { onAllCores } from './cores.ts';
import type { Worlds } from './lessons.ts';
import { type Packed, together } from './packed.ts';

/** The lessons of all these worlds, in their order, played on every core. */
export async function gathered(all: readonly Worlds[]): Promise<Packed> {
  return together(await onAllCores<Packed>(new URL('./gather-worker.ts', import.meta.url), all));
}
