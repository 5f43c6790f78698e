import type { Dataset } from '../../models/brain/dataset.ts';
import { evaluate } from '../../models/brain/evaluation/index.ts';
import type { Model } from '../../models/brain/model.ts';
import { type SeriesModel, scoreSeries } from '../../models/brain/series/index.ts';
import { knownMetrics } from '../../models/brain/vms/columns.ts';
import { scoreVms } from '../../models/brain/vms/score.ts';
import { metrics } from '../../models/metrics/index.ts';
import { readDataset } from '../dataset.ts';
import { Failure } from '../failure.ts';
import { figureLines, figuresJson } from '../figures.ts';
import { loadAnyModel } from '../model-file.ts';
import { ModelStore } from '../model-store.ts';
import { print, printJson } from '../print.ts';
import { asWritten, readScores, scoresCsv } from '../scores.ts';
import { loadSettings } from '../settings.ts';
import { checkWritable, writeWhole } from '../whole-file.ts';

export type EvaluateOptions = {
  readonly data: readonly string[];
  readonly model?: string;
  /** Where the scores go. */
  readonly scores?: string;
  /** Scores to judge instead of a model's. */
  readonly scoresIn?: string;
  readonly threshold?: number;
  readonly json: boolean;
  readonly dataDir?: string;
};

/** Scores labelled data with a model, or takes given scores, and prints how good they are. */
export async function evaluateCommand(options: EvaluateOptions): Promise<number> {
  const { data, scoresIn, json } = options;
  if (options.scores) checkWritable(options.scores);
  const model = scoresIn ? undefined : modelOf(options);
  const table = await readDataset(data, 'optional');
  const scores = model ? scored(model, table.dataset, data) : await readScores(scoresIn!, table);
  const threshold = options.threshold ?? model?.thresholds.raise;
  const evaluation = evaluate(asWritten(table, scores), { threshold });
  if (options.scores) writeWhole({ path: options.scores, text: scoresCsv(table, scores) });
  const by = model ? { kind: model.kind, trainedOn: model.trainedOn } : { scores: scoresIn };
  const told = model
    ? `the model for ${model.kind === 'vm' ? 'VMs' : 'data'} trained on ${model.trainedOn.data}`
    : scoresIn!;
  const shown = { data, by, ...figuresJson(evaluation) };
  if (json) printJson(shown);
  else print(...figureLines(evaluation, told));
  return 0;
}

function modelOf({ model, dataDir }: EvaluateOptions): Model | SeriesModel {
  return model === undefined ? new ModelStore(loadSettings(dataDir).folder).model() : loadAnyModel(model);
}

/** A score for each row. Throws a `Failure` ('data') where the model knows nothing of these metrics. */
function scored(model: Model | SeriesModel, dataset: Dataset, files: readonly string[]): Float64Array[] {
  const refuse = (words: string, hint: string) =>
    new Failure('data', 'other-metrics', `${files.join(', ')}: ${words}.`, hint);
  if (model.kind === 'vm') {
    if (knownMetrics(dataset.metrics).some(Boolean)) {
      return dataset.series.map((series) => scoreVms(model, dataset.metrics, series));
    }
    const known = metrics.map(({ id }) => id).join(', ');
    throw refuse(
      'none of the metrics is one that the model knows',
      `It knows ${known}. Name with --model one trained on such data.`,
    );
  }
  const missing = model.metrics.filter((name) => !dataset.metrics.includes(name));
  if (missing.length) {
    const hint = `The model was trained on ${model.trainedOn.data}; name one trained on such data with --model.`;
    throw refuse(`there is no column ${missing.join(', ')}, which the model needs`, hint);
  }
  const order = model.metrics.map((name) => dataset.metrics.indexOf(name));
  return dataset.series.map((series) =>
    scoreSeries(model, { ...series, columns: order.map((column) => series.columns[column]!) }),
  );
}
