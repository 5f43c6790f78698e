import type { Lesson } from '../../models/brain/train.ts';
import type { FaultId } from '../../models/fault.ts';
import { dice } from '../../models/random.ts';
import type { Label } from './truth.ts';
import { watch } from './windows.ts';
import { imagine, type Kind, type Story, type World } from './world.ts';

/** Worlds by their seeds. */
export type Worlds = Kind & { readonly first: number; readonly count: number };

export function* worldsOf({ first, count, ...kind }: Worlds): Generator<World> {
  for (let index = 0; index < count; index++) yield imagine(first + index, kind);
}

/** One in so many is kept, and weighted back: what failed a while ago is much like before, and calm is plenty. */
const oneIn = { fresh: 1, failing: 4, restless: 3, calm: 10 };
/** Samples after the first that shows a fault: what is learnt here is learnt in time. */
const freshSamples = 10;

/** The lessons that worlds hold, thinned. The same whatever worlds are asked for beside them. */
export function lessonsOf(worlds: Worlds): Lesson[] {
  const lessons: Lesson[] = [];
  for (const world of worldsOf(worlds)) {
    const { stories, granularity, seed } = world;
    const rolls = dice(seed).fork('thinning');
    const oneOf = (vm: number, at: number, label: Label) => standsFor(stories[vm]!, at, label, granularity);
    const seen = watch(world, (vm, at, label) => label !== 'uncertain' && rolls.next() * oneOf(vm, at, label) < 1);
    seen.forEach((own, vm) => {
      for (const { at, label, input } of own) {
        const cause: FaultId | undefined = label === 'healthy' ? undefined : stories[vm]!.fault;
        if (input) lessons.push({ input, failing: label === 'failing', cause, weight: oneOf(vm, at, label) });
      }
    });
  }
  return lessons;
}

/** Of how many like it a moment is the one that is kept. */
function standsFor({ visible, occasions }: Story, at: number, label: Label, granularity: number): number {
  if (label === 'healthy') {
    return occasions.some(({ from, until }) => at >= from && at < until + 900_000) ? oneIn.restless : oneIn.calm;
  }
  const isFresh = visible !== undefined && at <= visible + 1000 * granularity * freshSamples;
  return isFresh ? oneIn.fresh : oneIn.failing;
}
