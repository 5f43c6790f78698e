import type { Dice } from '../random.ts';
import { groupOf, type Series } from './dataset.ts';

/**
 * The fold of each series, 0 to `folds` - 1: whole entities, those of one group together, as many groups in each fold.
 * Throws a RangeError where there are fewer groups than folds.
 */
export function foldsOf(series: readonly Series[], folds: number, dice: Dice): number[] {
  const groups = [...new Set(series.map(groupOf))].sort();
  if (groups.length < folds) {
    throw new RangeError(`${folds} folds need as many entities, and there are ${groups.length}.`);
  }
  const place = new Map(groups.map((group) => [group, dice.next()]));
  groups.sort((one, other) => place.get(one)! - place.get(other)!);
  return series.map((one) => groups.indexOf(groupOf(one)) % folds);
}
