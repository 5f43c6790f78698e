import * as z from 'zod';
import { type CommitteeId, committees } from '../models/brain/series/committees.ts';
import { columnsOf, layoutOf } from '../models/brain/series/layout.ts';
import { type KindId, kinds } from '../models/brain/series/members.ts';
import { type SeriesModel, seriesVersion } from '../models/brain/series/model.ts';
import { Failure } from './failure.ts';
import { endsOf, networkShape } from './network-shape.ts';

const retrain = 'Train it anew with this version of cloud-medic.';

/** A model for data of any metrics out of a file's content. Throws a `Failure` ('data') where it is none of this version. */
export function checkSeriesModel(content: object, name: string): SeriesModel {
  const version = 'version' in content ? content.version : undefined;
  if (version !== seriesVersion) {
    const words = `${name} does not fit: it was made by version ${version ?? 'unknown'}, this is version ${seriesVersion}`;
    throw new Failure('data', 'other-version', `${words}.`, retrain);
  }
  const { data, error } = shape.safeParse(content);
  if (data) {
    const layout = layoutOf(data.metrics);
    const fits = data.networks.every(
      ({ kind, json }) => endsOf(json).inputs === columnsOf(layout, kinds[kind].groups).length,
    );
    if (fits && data.scales.length === data.metrics.length) return data;
    throw new Failure('data', 'bad-model', `${name} does not fit: it was not made for its own metrics.`, retrain);
  }
  const { path, message } = error.issues[0]!;
  throw new Failure('data', 'bad-model', `${name} is no model: ${path.join('.')}: ${message}.`, retrain);
}

const shape: z.ZodType<SeriesModel> = z.looseObject({
  kind: z.literal('series'),
  version: z.int(),
  metrics: z.array(z.string()).min(1),
  thresholds: z.looseObject({ raise: z.number() }),
  trainedOn: z.object({
    data: z.string(),
    entities: z.int(),
    rows: z.int(),
    failing: z.int(),
    scores: z.record(z.string(), z.number()),
  }),
  committee: z.enum(Object.keys(committees) as CommitteeId[]),
  scales: z.array(z.object({ median: z.number(), spread: z.number().positive() })),
  networks: z.array(z.object({ kind: z.enum(Object.keys(kinds) as KindId[]), json: networkShape })).min(1),
  calibration: z.object({ slope: z.number(), offset: z.number() }),
});
