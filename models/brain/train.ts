import type { FaultId } from '../fault.ts';
import type { Dice } from '../random.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { ranked, shareOf } from './diagnosis.ts';
import { featureNames, featureVersion } from './features.ts';
import type { Model, Thresholds } from './model.ts';
import { type Example, Network, type Training, trainNetwork } from './network.ts';

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

/** How a network learns from so many lessons: often from few, four times from millions. */
export function usualTraining(lessons: number): Training {
  const passes = Math.min(25, Math.max(4, Math.ceil(1_500_000 / lessons)));
  return { hidden: [64, 32], passes };
}

/** Network, calibration and healthy means in one model. Pure: the same course and dice give the same model. */
export function train(course: Course, dice: Dice): Model {
  const { causes, lessons, keptBack, thresholds, trainedOn } = course;
  const json = taught(course, dice);
  const network = new Network(json, featureNames);
  const answers = keptBack.map((lesson) => ({ ...lesson, outputs: network.run(lesson.input).slice() }));
  const { healthyMean, ...fit } = fitted({ causes, json, lessons, answers });
  return { ...fit, thresholds, healthyMean, trainedOn };
}

/** The network that these lessons make, as brain.js' JSON. */
export function taught({ causes, lessons, training }: Pick<Course, 'causes' | 'lessons' | 'training'>, dice: Dice) {
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

/** A network with all that its answers are read by, the calibrations fitted on `answers`. */
export function fitted({ causes, json, lessons, answers }: Fitting): Omit<Model, 'thresholds' | 'trainedOn'> {
  const probabilities = answers.map(({ outputs, failing, weight }) => ({ raw: outputs[0]!, failing, weight }));
  return {
    kind: 'vm',
    featureVersion,
    features: featureNames,
    causes,
    network: json,
    calibration: rounded(calibrate(probabilities)),
    confidence: rounded(calibrate(guesses(answers, causes))),
    healthyMean: healthyMeanOf(lessons),
  };
}

type Fitting = Pick<Course, 'causes' | 'lessons'> & { readonly json: unknown; readonly answers: readonly Answered[] };

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

function healthyMeanOf(lessons: readonly Lesson[]): number[] {
  const healthy = lessons.filter(({ failing, cause }) => !failing && !cause);
  return featureNames.map((_, index) =>
    round(healthy.reduce((sum, { input }) => sum + input[index]!, 0) / Math.max(1, healthy.length)),
  );
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
