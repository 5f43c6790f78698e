import type { FaultId } from '../fault.ts';
import type { Dice } from '../random.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { ranked, shareOf } from './diagnosis.ts';
import { featureNames, featureVersion } from './features.ts';
import type { Model, Thresholds } from './model.ts';
import { type Example, Network, type Training, trainNetwork } from './network.ts';

/** A window with the truth about it. `cause` may be known without failing: lost telemetry is no failure. */
export type Lesson = {
  readonly input: ArrayLike<number>;
  readonly failing: boolean;
  readonly cause: FaultId | undefined;
  /** How many windows of its kind it stands for, after thinning. */
  readonly weight: number;
};

export type Course = {
  /** The causes, in the order of the outputs after "failing". */
  readonly causes: readonly FaultId[];
  readonly lessons: readonly Lesson[];
  /** Kept back from the network, from other VMs: only the calibration is fitted on them. */
  readonly keptBack: readonly Lesson[];
  readonly training: Training;
  readonly thresholds: Thresholds;
  readonly trainedOn: Model['trainedOn'];
};

export const usualTraining: Training = { hidden: [32], passes: 35, learningRate: 0.2 };

/** Network, calibration and healthy means in one model. Pure: the same course and dice give the same model. */
export function train({ causes, lessons, keptBack, training, thresholds, trainedOn }: Course, dice: Dice): Model {
  const examples = lessons.map(
    ({ input, failing, cause }): Example => ({
      input,
      output: [failing ? 1 : 0, ...causes.map((one) => (one === cause ? 1 : 0))],
    }),
  );
  const json = trainNetwork(examples, featureNames, training, dice);
  const network = new Network(json, featureNames);
  const answers = keptBack.map(({ input, failing, weight }) => ({ raw: network.run(input)[0]!, failing, weight }));
  return {
    kind: 'vm',
    featureVersion,
    features: featureNames,
    causes,
    network: json,
    calibration: rounded(calibrate(answers)),
    confidence: rounded(calibrate(guesses(keptBack, network, causes))),
    thresholds,
    healthyMean: healthyMean(lessons),
    trainedOn,
  };
}

/** How sure the network was of the cause of each failing window, and whether it was right. */
function guesses(lessons: readonly Lesson[], network: Network, causes: readonly FaultId[]) {
  return lessons.flatMap(({ input, failing, cause, weight }) => {
    if (!failing || cause === undefined) return [];
    const outputs = network.run(input);
    const [best] = ranked(outputs);
    return [{ raw: shareOf(outputs, best), failing: causes[best] === cause, weight }];
  });
}

function rounded({ slope, offset }: Calibration): Calibration {
  return { slope: round(slope), offset: round(offset) };
}

function healthyMean(lessons: readonly Lesson[]): number[] {
  const healthy = lessons.filter(({ failing, cause }) => !failing && !cause);
  return featureNames.map((_, index) =>
    round(healthy.reduce((sum, { input }) => sum + input[index]!, 0) / Math.max(1, healthy.length)),
  );
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
