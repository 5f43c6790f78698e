import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Evaluation, evaluate } from '../models/brain/evaluation/index.ts';
import { trainSeries } from '../models/brain/series/index.ts';
import { knownMetrics } from '../models/brain/vms/columns.ts';
import { trainVms } from '../models/brain/vms/train.ts';
import { readDataset, type Table } from './dataset.ts';
import { Failure, messageOf } from './failure.ts';
import { asWritten, scoresCsv } from './scores.ts';
import { checkTrainable } from './trainable.ts';
import type { TrainingMessage, TrainingRequest, TrainingResult } from './training.ts';

/** The worker of `training.ts`: reads, trains, judges; writes nothing. */
try {
  say({ type: 'done', result: await train(workerData as TrainingRequest) });
} catch (error) {
  const failure = error instanceof Failure ? error : refusal(error, (workerData as TrainingRequest).files);
  if (!failure) throw error;
  const { kind, code, message, hint } = failure;
  say({ type: 'failed', failure: { kind, code, message, hint } });
}

async function train({ files, kind, seed, folds }: TrainingRequest): Promise<TrainingResult> {
  say({ type: 'progress', progress: { done: 0, of: 1, words: 'reading' } });
  const table = await readDataset(files, 'demanded');
  checkTrainable(table.dataset, { kind, folds, files });
  // The one place that chooses what is trained.
  const work = (kind === 'vm' ? trainVms : trainSeries)(table.dataset, { seed, folds });
  let step = work.next();
  while (!step.done) {
    say({ type: 'progress', progress: step.value });
    step = work.next();
  }
  const { model, outOfFold } = step.value;
  const evaluation = folds ? evaluationOf(model.thresholds.raise, table, outOfFold) : undefined;
  const { metrics } = table.dataset;
  return {
    model: named(model, files.map((file) => basename(file)).join(', ')),
    metrics: kind === 'vm' ? knownMetrics(metrics).filter((one) => one !== undefined) : metrics,
    evaluation,
    scores: folds ? scoresCsv(table, outOfFold) : undefined,
  };
}

/** The model with the name of what it was trained on. */
function named<M extends TrainingResult['model']>(model: M, data: string): M {
  return { ...model, trainedOn: { ...model.trainedOn, data } };
}

function evaluationOf(threshold: number, table: Table, outOfFold: readonly Float64Array[]): Evaluation {
  return evaluate(asWritten(table, outOfFold), { threshold });
}

/** A RangeError is how `models` refuse data; anything else is an error of ours. */
function refusal(error: unknown, files: readonly string[]): Failure | undefined {
  if (!(error instanceof RangeError)) return undefined;
  const words = `${files.join(', ')}: nothing can be learnt: ${messageOf(error)}`;
  return new Failure('data', 'untrainable', words, 'Look at the data.', { cause: error });
}

function say(message: TrainingMessage): void {
  parentPort!.postMessage(message);
}
