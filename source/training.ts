import { Worker } from 'node:worker_threads';
import type { Evaluation } from '../models/brain/evaluation/index.ts';
import type { Progress } from '../models/brain/learning.ts';
import type { Model } from '../models/brain/model.ts';
import type { SeriesModel } from '../models/brain/series/model.ts';
import { Failure, type FailureKind } from './failure.ts';
import { workerUrl } from './worker-url.ts';

/** vm: the console's own brain, from data whose columns are its metrics. series: for any metrics. */
export type ModelKind = (Model | SeriesModel)['kind'];

export type TrainingRequest = {
  readonly files: readonly string[];
  readonly kind: ModelKind;
  readonly seed: number;
  readonly folds: number;
};

/** With folds: how well each row was judged by a model that never saw its entity, and those scores as CSV. */
export type TrainingResult = {
  readonly model: Model | SeriesModel;
  /** Those of the data that it was taught. */
  readonly metrics: readonly string[];
  readonly evaluation: Evaluation | undefined;
  readonly scores: string | undefined;
};

/** What the worker says. */
export type TrainingMessage =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: TrainingResult }
  | { readonly type: 'failed'; readonly failure: Refusal };

type Refusal = { readonly kind: FailureKind; readonly code: string; readonly message: string; readonly hint: string };

/**
 * Trains in a worker thread, so that nothing freezes meanwhile, and `signal` ends it at once: undefined then.
 * Throws the `Failure` that the worker met.
 */
export async function runTraining(
  request: TrainingRequest,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<TrainingResult | undefined> {
  const worker = new Worker(workerUrl('training-worker'), { workerData: request });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      if (signal.aborted) resolve(undefined);
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the training ended with ${code}`)));
      worker.on('message', (message: TrainingMessage) => {
        if (message.type === 'progress') tell(message.progress);
        else if (message.type === 'done') resolve(message.result);
        else reject(asFailure(message.failure));
      });
    });
  } finally {
    await worker.terminate();
  }
}

function asFailure({ kind, code, message, hint }: Refusal): Failure {
  return new Failure(kind, code, message, hint);
}
