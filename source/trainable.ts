import { type Dataset, groupOf } from '../models/brain/dataset.ts';
import { knownMetrics } from '../models/brain/vms/columns.ts';
import { judged } from '../models/brain/vms/lessons.ts';
import { metrics } from '../models/metrics/index.ts';
import { Failure } from './failure.ts';
import type { TrainingRequest } from './training.ts';

/**
 * Refuses data that nothing can be learnt from: no failing row or no healthy one, fewer
 * entities than `folds` (at least two: what is learnt from some is tried on others), or failing rows in one of them only;
 * for the console's own brain also data of other metrics, or whose only failure is lost telemetry.
 * Throws a `Failure` ('data') that names the files.
 */
export function checkTrainable(
  dataset: Dataset,
  { kind, folds, files }: Pick<TrainingRequest, 'kind' | 'folds' | 'files'>,
): void {
  const refuse = (code: string, words: string, hint: string) => {
    throw new Failure('data', code, `${files.join(', ')}: ${words}.`, hint);
  };
  const isLabelled = dataset.series.some(({ labels }) => labels.includes(1));
  const series = kind === 'vm' ? dataset.series.map(judged) : dataset.series;
  if (kind === 'vm' && !knownMetrics(dataset.metrics).some(Boolean)) {
    const hint = `It knows ${metrics.map(({ id }) => id).join(', ')}; leave --kind out to learn from any metrics.`;
    refuse('other-metrics', 'none of the metrics is one of the console', hint);
  }
  const failing = series.filter(({ labels }) => labels.includes(1));
  if (!failing.length && isLabelled) {
    refuse(
      'only-silence',
      'all that is labelled 1 is lost telemetry, which is no failure of a VM',
      'Add rows of other faults.',
    );
  }
  if (!failing.length)
    refuse('no-positive', 'no row is labelled 1', 'Label the rows in which an entity was failing with 1.');
  if (!series.some(({ labels }) => labels.includes(0))) {
    refuse('no-negative', 'no row is labelled 0', 'Label the rows in which an entity was healthy with 0.');
  }
  const groups = new Set(series.map(groupOf)).size;
  const names =
    groups === 1 ? `there is only one entity (${groupOf(series[0]!)})` : `there are only ${groups} entities`;
  if (groups < 2) refuse('few-entities', names, 'What is learnt from some is tried on others: add data of others.');
  if (groups < folds)
    refuse('few-entities', `${names} for ${folds} folds`, 'Ask for fewer folds, or add data of others.');
  if (new Set(failing.map(groupOf)).size < 2) {
    refuse(
      'one-failing',
      `only ${groupOf(failing[0]!)} ever fails`,
      'What is learnt from some is tried on others: add data of another entity that fails.',
    );
  }
}
