import type { FaultId } from '../fault.ts';
import type { Dice } from '../random.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { ranked, shareOf } from './diagnosis.ts';
import { featureNames, featureVersion } from './features.ts';
import type { Model } from './model.ts';
import { type Example, type NetworkJson, type Training, trainNetwork } from './network.ts';

/**
 * A window with the truth about it. `cause` may be known without failing: lost telemetry is no failure. 'other': it is
 * known, and none that the model tells apart.
 */
export type Lesson = {
  readonly input: ArrayLike<number>;
  readonly failing: boolean;
  readonly cause: FaultId | 'other' | undefined;
  /** How many windows of its kind it stands for, after thinning. */
  readonly weight: number;
};

/** How a network learns from so many lessons: often from few, four times from millions. */
export function usualTraining(lessons: number): Training {
  const passes = Math.min(25, Math.max(4, Math.ceil(1_500_000 / lessons)));
  return { hidden: [64, 32], passes };
}

export type Course = {
  /** The causes, in the order of the outputs after "failing". */
  readonly causes: readonly FaultId[];
  readonly lessons: readonly Lesson[];
  readonly training: Training;
};

/** The network that these lessons make, as brain.js' JSON. Pure: the same course and dice give the same network. */
export function taught({ causes, lessons, training }: Course, dice: Dice): NetworkJson {
  // Of millions of lessons only a few tell different things.
  const known = new Map<string, number[]>();
  const outputOf = ({ failing, cause }: Lesson): number[] => {
    const words = `${failing} ${cause}`;
    const output = known.get(words) ?? [failing ? 1 : 0, ...causes.map((one) => (one === cause ? 1 : 0))];
    known.set(words, output);
    return output;
  };
  const examples = lessons.map((lesson): Example => ({ input: lesson.input, output: outputOf(lesson) }));
  return trainNetwork(examples, featureNames, training, dice);
}

/** What a network that never saw the window, nor its VM, said of it, with the truth. */
export type Answered = Omit<Lesson, 'input'> & { readonly outputs: ArrayLike<number> };

/**
 * A network with all that its answers are read by: the calibrations fitted on `answers`, and the mean of each feature
 * in healthy windows.
 */
export function fitted({ causes, json, healthyMean, answers }: Fitting): Omit<Model, 'thresholds' | 'trainedOn'> {
  const probabilities = answers.map(({ outputs, failing, weight }) => ({ raw: outputs[0]!, failing, weight }));
  return {
    kind: 'vm',
    featureVersion,
    features: featureNames,
    causes,
    network: json,
    calibration: rounded(calibrate(probabilities)),
    confidence: rounded(calibrate(guesses(answers, causes))),
    healthyMean,
  };
}

type Fitting = Pick<Course, 'causes'> & {
  readonly json: unknown;
  readonly healthyMean: readonly number[];
  readonly answers: readonly Answered[];
};

/** The mean of each feature in windows in which nothing is wrong. */
export function healthyMeanOf(lessons: readonly Lesson[]): number[] {
  const sums = new Float64Array(featureNames.length);
  const healthy = lessons.filter(({ failing, cause }) => !failing && !cause);
  for (const { input } of healthy) for (let i = 0; i < sums.length; i++) sums[i]! += input[i]!;
  return Array.from(sums, (sum) => round(sum / Math.max(1, healthy.length)));
}

/** How sure the network was of the cause of each failing window, and whether it was right. */
function guesses(answers: readonly Answered[], causes: readonly FaultId[]) {
  return answers.flatMap(({ outputs, failing, cause, weight }) => {
    if (!failing || cause === undefined) return [];
    const [best] = ranked(outputs);
    return [{ raw: shareOf(outputs, best), failing: causes[best] === cause, weight }];
  });
}

function rounded({ slope, offset }: Calibration): Calibration {
  return { slope: round(slope), offset: round(offset) };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
