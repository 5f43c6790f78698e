import { resolve } from 'node:path';
import type { Progress } from '../../models/brain/learning.ts';
import { committeeWords } from '../committee-words.ts';
import { Failure } from '../failure.ts';
import { figureLines, figuresJson } from '../figures.ts';
import { ModelStore } from '../model-store.ts';
import type { Clock } from '../ports.ts';
import { print, printJson, remark, showProgress } from '../print.ts';
import { loadSettings } from '../settings.ts';
import { type ModelKind, runTraining, type TrainingResult } from '../training.ts';
import { checkWritable, writeWhole } from '../whole-file.ts';

export type TrainOptions = {
  readonly data: readonly string[];
  readonly kind: ModelKind;
  /** Where the model goes; without it, into the store of models. */
  readonly out?: string;
  /** 0: none. */
  readonly folds: number;
  /** Where the out-of-fold scores go. */
  readonly oof?: string;
  readonly seed: number;
  readonly json: boolean;
  readonly dataDir?: string;
};

/** What a program ends with that was told to stop. */
const interrupted = 130;

/** Trains a model on labelled data. Ctrl-C ends it with nothing written. */
export async function trainCommand(options: TrainOptions, clock: Pick<Clock, 'now'>): Promise<number> {
  const { data: files, kind, seed, folds, out, oof, json } = options;
  check(options);
  const store = new ModelStore(loadSettings(options.dataDir).folder);
  if (!out) store.makeReady();
  const result = await cancellable((signal) => runTraining({ files, kind, seed, folds }, signal, tell));
  showProgress(undefined);
  if (!result) {
    remark('cloud-medic: The training was stopped; nothing was written.');
    return interrupted;
  }
  const { model, scores } = result;
  const contents = [
    ...(out ? [{ path: out, text: `${JSON.stringify(model, undefined, 1)}\n` }] : []),
    ...(oof && scores !== undefined ? [{ path: oof, text: scores }] : []),
  ];
  writeWhole(...contents);
  const version = out ? undefined : store.add(model, clock.now());
  const file = out ?? store.fileOf(version!)!;
  if (json) printJson(asJson(result, file, version));
  else print(...asLines(result, file));
  return 0;
}

function check({ data, out, oof, folds }: TrainOptions): void {
  if (oof && !folds) {
    throw new Failure('usage', 'no-folds', '--oof needs --folds.', 'Say how many, as in --folds 4.');
  }
  const inputs = data.map((file) => resolve(file));
  for (const file of [out, oof]) {
    if (file === undefined) continue;
    if (inputs.includes(resolve(file))) {
      throw new Failure('usage', 'same-file', `${file} is read, so it cannot be written.`, 'Name another file.');
    }
    checkWritable(file);
  }
  if (out && oof && resolve(out) === resolve(oof)) {
    throw new Failure('usage', 'same-file', '--out and --oof name the same file.', 'Name two.');
  }
}

async function cancellable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}

function tell({ done, of, words }: Progress): void {
  showProgress(`${Math.floor((100 * done) / of)} %  ${words}`);
}

function asJson({ model, metrics, evaluation }: TrainingResult, file: string, version: string | undefined) {
  const { kind, thresholds, trainedOn } = model;
  return {
    model: file,
    version: version ?? null,
    kind,
    metrics,
    ...(model.kind === 'series' ? { committee: model.committee } : {}),
    thresholds,
    trainedOn,
    outOfFold: evaluation ? figuresJson(evaluation) : null,
  };
}

function asLines({ model, metrics, evaluation }: TrainingResult, file: string): string[] {
  return [
    `${file}: trained on ${taughtBy(model)}`,
    `metrics: ${metrics.join(', ')}`,
    decision(model),
    ...(evaluation ? ['', ...figureLines(evaluation, 'networks that never saw the entity')] : []),
  ];
}

function taughtBy(model: TrainingResult['model']): string {
  if (model.kind === 'vm') return `${model.trainedOn.data}, ${model.trainedOn.samples} labelled rows`;
  const { data, entities, rows, failing } = model.trainedOn;
  return `${data}, ${entities} entities, ${rows} labelled rows, ${failing} of them failing`;
}

/** Who decides, and from where on it is an alarm. */
function decision(model: TrainingResult['model']): string {
  const raise = model.thresholds.raise.toPrecision(3);
  if (model.kind === 'series') return `${committeeWords(model)}; alarm from ${raise} on`;
  const { raiseAfter, raiseOf } = model.thresholds;
  const often = raiseOf === 1 ? 'a verdict reaches' : `${raiseAfter} of ${raiseOf} verdicts, the newest too, reach`;
  return `judges VMs; alarm when ${often} ${raise}`;
}
