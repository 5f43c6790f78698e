import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Evaluation, evaluate } from '../models/brain/evaluation/index.ts';
import { type SeriesModel, trainSeries } from '../models/brain/series/index.ts';
import { readDataset, type Table } from './dataset.ts';
import { Failure, messageOf } from './failure.ts';
import { asWritten, scoresCsv } from './scores.ts';
import { checkTrainable } from './trainable.ts';
import type { TrainingMessage, TrainingRequest, TrainingResult } from './training.ts';

/** The worker of `training.ts`: reads, trains, judges; writes nothing. */
try {
  say({ type: 'done', result: await train(workerData as TrainingRequest) });
} catch (error) {
  const failure = error instanceof Failure ? error : refusal(error);
  if (!failure) throw error;
  const { kind, code, message, hint } = failure;
  say({ type: 'failed', failure: { kind, code, message, hint } });
}

async function train({ files, seed, folds }: TrainingRequest): Promise<TrainingResult> {
  say({ type: 'progress', progress: { done: 0, of: 1, words: 'reading' } });
  const table = await readDataset(files, 'demanded');
  checkTrainable(table.dataset, folds, files);
  // The one place that chooses what is trained.
  const work = trainSeries(table.dataset, { seed, folds });
  let step = work.next();
  while (!step.done) {
    say({ type: 'progress', progress: step.value });
    step = work.next();
  }
  const { model, outOfFold } = step.value;
  const evaluation = folds ? evaluationOf(model, table, outOfFold) : undefined;
  const named = { ...model, trainedOn: { ...model.trainedOn, data: files.map((file) => basename(file)).join(', ') } };
  return {
    model: named,
    evaluation,
    scores: folds ? scoresCsv(table, outOfFold) : undefined,
  };
}

function evaluationOf(model: SeriesModel, table: Table, outOfFold: readonly Float64Array[]): Evaluation {
  return evaluate(asWritten(table, outOfFold), { threshold: model.thresholds.raise });
}

/** A RangeError is how `models` refuse data; anything else is an error of ours. */
function refusal(error: unknown): Failure | undefined {
  if (!(error instanceof RangeError)) return undefined;
  return new Failure('data', 'untrainable', `Nothing can be learnt: ${messageOf(error)}`, 'Look at the data.', {
    cause: error,
  });
}

function say(message: TrainingMessage): void {
  parentPort!.postMessage(message);
}
