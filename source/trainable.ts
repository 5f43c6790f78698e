import { type Dataset, groupOf } from '../models/brain/dataset.ts';
import { Failure } from './failure.ts';

/**
 * Refuses data that nothing can be learnt from: no failing row or no healthy one, or with `folds` (0: none) too few
 * entities, or failing rows in one of them only. Throws a `Failure` ('data') that names the files.
 */
export function checkTrainable({ series }: Dataset, folds: number, files: readonly string[]): void {
  const refuse = (code: string, words: string, hint: string) => {
    throw new Failure('data', code, `${files.join(', ')}: ${words}.`, hint);
  };
  const failing = series.filter(({ labels }) => labels.includes(1));
  if (!failing.length)
    refuse('no-positive', 'no row is labelled 1', 'Label the rows in which an entity was failing with 1.');
  if (!series.some(({ labels }) => labels.includes(0))) {
    refuse('no-negative', 'no row is labelled 0', 'Label the rows in which an entity was healthy with 0.');
  }
  if (folds < 2) return;
  const groups = new Set(series.map(groupOf)).size;
  const names =
    groups === 1 ? `there is only one entity (${groupOf(series[0]!)})` : `there are only ${groups} entities`;
  if (groups < folds)
    refuse('few-entities', `${names} for ${folds} folds`, 'Add data of others, or leave --folds out.');
  if (new Set(failing.map(groupOf)).size < 2) {
    refuse(
      'one-failing',
      `only ${groupOf(failing[0]!)} ever fails`,
      'Folds need two entities that fail; leave --folds out.',
    );
  }
}
