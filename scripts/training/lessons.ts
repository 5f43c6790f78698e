import type { Lesson } from '../../models/brain/train.ts';
import type { FaultId } from '../../models/fault.ts';
import type { Dice } from '../../models/random.ts';
import { type Seen, watch } from './windows.ts';
import { imagine, type Kind, type Story, type World } from './world.ts';

/** Worlds by their seeds. */
export type Worlds = Kind & { readonly first: number; readonly count: number };

export function* worldsOf({ first, count, ...kind }: Worlds): Generator<World> {
  for (let index = 0; index < count; index++) yield imagine(first + index, kind);
}

/**
 * One in so many is kept, and weighted back: what failed a while ago is much like before, and calm is plenty. Far
 * apart they must not be: a network answers up to some 0.99, and what calibration has to take from that is lost.
 */
const oneIn = { fresh: 2, failing: 6, error: 4, restless: 8, calm: 24 };
/** Samples after the first that shows a fault: what is learnt here is learnt in time. */
const freshSamples = 10;

/** The lessons that worlds hold, thinned. */
export function lessonsOf(worlds: Worlds, rolls: Dice): Lesson[] {
  const lessons: Lesson[] = [];
  for (const world of worldsOf(worlds)) {
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

/**
 * Healthy windows of worlds that a network takes for failing, thinned: the second course learns where the first one
 * erred. `score` gives a network's answer, 0…1; an error is at `least` as sure.
 */
export function errorsOf(worlds: Worlds, score: (input: Float32Array) => number, least: number, rolls: Dice): Lesson[] {
  const lessons: Lesson[] = [];
  for (const world of worldsOf(worlds)) {
    for (const { input, label } of watch(world).flat()) {
      if (!input || label !== 'healthy' || rolls.next() * oneIn.error >= 1 || score(input) < least) continue;
      lessons.push({ input, failing: false, cause: undefined, weight: oneIn.error });
    }
  }
  return lessons;
}
