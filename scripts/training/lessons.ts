import type { Lesson } from '../../models/brain/train.ts';
import type { FaultId } from '../../models/fault.ts';
import { type Dice, dice } from '../../models/random.ts';
import { type Seen, watch } from './windows.ts';
import { imagine, type Kind, type Story, type World } from './world.ts';

/** Worlds by their seeds. */
export type Worlds = Kind & { readonly first: number; readonly count: number };

export function* worldsOf({ first, count, ...kind }: Worlds): Generator<World> {
  for (let index = 0; index < count; index++) yield imagine(first + index, kind);
}

/** One in so many is kept, and weighted back: what failed a while ago is much like before, and calm is plenty. */
const oneIn = { fresh: 2, failing: 6, restless: 6, calm: 20 };
/** Samples after the first that shows a fault: what is learnt here is learnt in time. */
const freshSamples = 10;

/** The lessons that worlds hold, thinned. The same whatever worlds are asked for beside them. */
export function lessonsOf(worlds: Worlds): Lesson[] {
  const lessons: Lesson[] = [];
  for (const world of worldsOf(worlds)) {
    const rolls = dice(world.seed).fork('thinning');
    watch(world).forEach((seen, index) => {
      lessons.push(...seen.flatMap((one) => lessonOf(one, world.stories[index]!, world.granularity, rolls)));
    });
  }
  return lessons;
}

function lessonOf(seen: Seen, { fault, visible, occasions }: Story, granularity: number, rolls: Dice): Lesson | [] {
  const { at, label, input } = seen;
  if (!input || label === 'uncertain') return [];
  const isFresh = visible !== undefined && at <= visible + 1000 * granularity * freshSamples;
  const isRestless = () => occasions.some(({ from, until }) => at >= from && at < until + 900_000);
  const one =
    label !== 'healthy' ? (isFresh ? oneIn.fresh : oneIn.failing) : isRestless() ? oneIn.restless : oneIn.calm;
  if (rolls.next() * one >= 1) return [];
  const cause: FaultId | undefined = label === 'healthy' ? undefined : fault;
  return { input, failing: label === 'failing', cause, weight: one };
}
