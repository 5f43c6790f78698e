import * as z from 'zod';
import { featureNames, featureVersion } from '../models/brain/features.ts';
import type { Model } from '../models/brain/model.ts';
import type { SeriesModel } from '../models/brain/series/model.ts';
import defaultModel from '../models/brain/weights/default.json' with { type: 'json' };
import type { FaultId } from '../models/fault.ts';
import { faults } from '../models/faults/index.ts';
import { Failure } from './failure.ts';
import { endsOf, networkShape } from './network-shape.ts';
import { readText } from './read-text.ts';
import { checkSeriesModel } from './series-model-file.ts';

/**
 * The brain that judges VMs: that of a file, or the one that ships with the program.
 * Throws a `Failure` ('data') where the file cannot be read, is no model, or was made for other features or causes.
 */
export function loadModel(path?: string): Model {
  // What ships with the program is checked by a test: to check it at each start would keep the first frame waiting.
  if (path === undefined) return defaultModel as unknown as Model;
  const model = loadAnyModel(path);
  if (model.kind === 'vm') return model;
  const words = `${path} judges data with the metrics ${model.metrics.join(', ')}, not VMs`;
  throw new Failure('data', 'other-kind', `${words}.`, '"cloud-medic evaluate --model" is what it is for.');
}

/** A model of either kind: for VMs, or for data of any metrics. Throws as `loadModel` does. */
export function loadAnyModel(path: string): Model | SeriesModel {
  const content = parse(path);
  const isSeries = typeof content === 'object' && content !== null && 'kind' in content && content.kind === 'series';
  return isSeries ? checkSeriesModel(content, path) : check(content, path);
}

const retrain =
  'Train it anew with this version of cloud-medic, or leave --model out to use the one that ships with it.';

function parse(path: string): unknown {
  let text: string;
  try {
    text = readText(path);
  } catch (cause) {
    const what = (cause as NodeJS.ErrnoException).code === 'EFBIG' ? 'has no end' : 'cannot be read';
    throw new Failure('data', 'no-model', `The model file ${path} ${what}.`, 'Look at the path after --model.', {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure('data', 'bad-model', `${path} is not JSON, so it is no model.`, retrain, { cause });
  }
}

function check(content: unknown, name: string): Model {
  // Before the shape: that of another version is another one.
  const version = versionShape.safeParse(content).data?.featureVersion ?? featureVersion;
  if (version !== featureVersion) {
    const words = `it was made for features version ${version}, this is version ${featureVersion}`;
    throw new Failure('data', 'other-features', `${name} does not fit: ${words}.`, retrain);
  }
  const { data, error } = modelShape.safeParse(content);
  if (!data) {
    const issue = error.issues[0]!;
    const where = issue.path.join('.') || 'the whole file';
    throw new Failure('data', 'bad-model', `${name} is no model: ${where}: ${issue.message}.`, retrain);
  }
  const mismatch = mismatchOf(data);
  if (mismatch) throw new Failure('data', 'other-features', `${name} does not fit: ${mismatch}.`, retrain);
  return data;
}

function mismatchOf({ features, causes, network, healthyMean }: Model): string | undefined {
  const odd = featureNames.findIndex((feature, index) => features[index] !== feature);
  if (odd >= 0) return `its feature ${odd + 1} is ${features[odd] ?? 'missing'}, not ${featureNames[odd]}`;
  const unknown = causes.find((cause) => !faults.some(({ id }) => id === cause));
  if (unknown) return `it knows a cause ${unknown} that this version does not`;
  const { inputs, outputs } = endsOf(network);
  const fits = features.length === featureNames.length && healthyMean.length === features.length;
  if (!fits || inputs !== features.length || outputs !== causes.length + 1) {
    return `its network has ${inputs} inputs and ${outputs} outputs, not ${features.length} and ${causes.length + 1}`;
  }
  return undefined;
}

const share = z.number().min(0).max(1);
const versionShape = z.object({ kind: z.literal('vm'), featureVersion: z.number() });
const modelShape: z.ZodType<Model> = z.object({
  kind: z.literal('vm'),
  featureVersion: z.int(),
  features: z.array(z.string()),
  causes: z.array(z.custom<FaultId>((value) => typeof value === 'string')),
  network: networkShape,
  calibration: z.object({ slope: z.number(), offset: z.number() }),
  confidence: z.object({ slope: z.number(), offset: z.number() }),
  thresholds: z.object({
    raise: share,
    clear: share,
    raiseAfter: z.int().positive(),
    raiseOf: z.int().positive(),
  }),
  healthyMean: z.array(z.number()),
  trainedOn: z.object({
    data: z.string(),
    samples: z.number(),
    seeds: z.array(z.number()),
    scores: z.record(z.string(), z.number()),
  }),
});
