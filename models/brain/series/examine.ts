import type { Dice } from '../../random.ts';
import { scalesOf } from './features.ts';
import { kindsOf, type Opinions } from './jury.ts';
import type { Layout } from './layout.ts';
import { type KindId, type Lesson, Member, trainTwins, twins } from './members.ts';

/**
 * Lets every kind of network judge each entity after it was taught by those of the other folds. `fold` says which fold
 * each lesson is in. Yields words about what comes next.
 */
export function* examine(
  layout: Layout,
  lessons: readonly Lesson[],
  fold: readonly number[],
  rolls: Dice,
): Generator<string, readonly Opinions[]> {
  const opinions = lessons.map(({ features }) => {
    const blank = kindsOf().map((kind) => [kind, new Float64Array(features.rows)] as const);
    return Object.fromEntries(blank) as Record<KindId, Float64Array>;
  });
  const folds = Math.max(...fold) + 1;
  for (let left = 0; left < folds; left++) {
    const taught = lessons.filter((_, index) => fold[index] !== left);
    const scales = scalesOf(
      layout,
      taught.map(({ features }) => features),
    );
    for (const kind of kindsOf()) {
      yield `fold ${left + 1} of ${folds}: ${kind}`;
      for (const json of trainTwins(kind, { layout, lessons: taught, scales }, rolls.fork(`fold ${left}`))) {
        const member = new Member(kind, layout, scales, json);
        lessons.forEach(({ features }, index) => {
          if (fold[index] === left) member.add(features, 1 / twins, opinions[index]![kind]);
        });
      }
    }
  }
  return opinions;
}
