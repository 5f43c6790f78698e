import { type Dataset, groupOf, type Series } from '../models/brain/dataset.ts';
import { leastSamples } from '../models/brain/features.ts';
import { leastPast } from '../models/brain/series/history.ts';
import { knownMetrics } from '../models/brain/vms/columns.ts';
import { judged } from '../models/brain/vms/lessons.ts';
import { metrics } from '../models/metrics/index.ts';
import { Failure } from './failure.ts';
import type { ModelKind, TrainingRequest } from './training.ts';

/**
 * Refuses data that nothing can be learnt from: no failing row or no healthy one, no value, no past, fewer entities than
 * `folds` (at least two: what is learnt from some is tried on others), or failing rows in one of them only; for the
 * console's own brain also other metrics than its own, or no other failure than lost telemetry.
 * Throws a `Failure` ('data') that names the files.
 */
export function checkTrainable(
  dataset: Dataset,
  { kind, folds, files }: Pick<TrainingRequest, 'kind' | 'folds' | 'files'>,
): void {
  const trouble =
    withMetrics(dataset, kind) ??
    withLabels(dataset.series, kind) ??
    withEntities(dataset.series, folds, kind === 'vm' ? leastSamples - 1 : leastPast);
  if (trouble) throw new Failure('data', trouble.code, `${files.join(', ')}: ${trouble.words}.`, trouble.hint);
}

type Trouble = { readonly code: string; readonly words: string; readonly hint: string };

function withMetrics({ metrics: names, series }: Dataset, kind: ModelKind): Trouble | undefined {
  const known = kind === 'vm' ? knownMetrics(names) : names;
  if (!known.some(Boolean)) {
    const hint = `It knows ${metrics.map(({ id }) => id).join(', ')}; leave --kind out to learn from any metrics.`;
    return { code: 'other-metrics', words: 'none of the metrics is one of the console', hint };
  }
  const hasValue = (column: Float32Array, index: number) =>
    known[index] && column.some((value) => !Number.isNaN(value));
  if (series.some(({ columns }) => columns.some(hasValue))) return undefined;
  const words = 'no metric has a value in any row';
  return { code: 'no-values', words, hint: 'Write numbers into the columns of the metrics.' };
}

function withLabels(series: readonly Series[], kind: ModelKind): Trouble | undefined {
  const has = (label: number) => series.some(({ labels }) => labels.includes(label));
  if (!has(1)) {
    const hint = 'Label the rows in which an entity was failing with 1.';
    return { code: 'no-positive', words: 'no row is labelled 1', hint };
  }
  if (!has(0)) {
    const hint = 'Label the rows in which an entity was healthy with 0.';
    return { code: 'no-negative', words: 'no row is labelled 0', hint };
  }
  if (kind === 'vm' && !series.some((one) => judged(one).labels.includes(1))) {
    const words = 'all that is labelled 1 is lost telemetry, which is no failure of a VM';
    return { code: 'only-silence', words, hint: 'Add rows of other faults.' };
  }
  return undefined;
}

const tried = 'What is learnt from some is tried on others';

/** `past`: rows that a row needs before it to be judged. */
function withEntities(series: readonly Series[], folds: number, past: number): Trouble | undefined {
  const groups = new Set(series.map(groupOf)).size;
  const there =
    groups === 1 ? `there is only one entity (${groupOf(series[0]!)})` : `there are only ${groups} entities`;
  if (groups < 2) return { code: 'few-entities', words: there, hint: `${tried}: add data of others.` };
  if (groups < folds) {
    const hint = 'Ask for fewer folds, or add data of others.';
    return { code: 'few-entities', words: `${there} for ${folds} folds`, hint };
  }
  const failing = series.filter(({ labels }) => labels.includes(1));
  if (new Set(failing.map(groupOf)).size < 2) {
    const words = `only ${groupOf(failing[0]!)} ever fails`;
    return { code: 'one-failing', words, hint: `${tried}: add data of another entity that fails.` };
  }
  if (failing.some(({ labels }) => labels.lastIndexOf(1) >= past)) return undefined;
  const words = `no row labelled 1 has ${past} rows of its entity before it`;
  return { code: 'short-past', words, hint: 'What is usual is learnt from these: add earlier rows, labelled or not.' };
}
