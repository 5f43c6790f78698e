import { expect, test } from 'vitest';
import { calibrated } from '../../../models/brain/calibration.ts';
import { featureNames, featureVersion } from '../../../models/brain/features.ts';
import { Network } from '../../../models/brain/network.ts';
import { type Course, fitted, healthyMeanOf, type Lesson, taught } from '../../../models/brain/train.ts';
import { type Dice, dice } from '../../../models/random.ts';

const cpu = featureNames.indexOf('cpu.level');

/** Failing in one of ten windows, and then the processor is busy. */
function lessons(rolls: Dice, count: number): Lesson[] {
  return Array.from({ length: count }, () => {
    const failing = rolls.next() < 0.1;
    const input = new Float32Array(featureNames.length);
    input[cpu] = (failing ? 0.7 : 0.1) + 0.3 * rolls.next();
    return { input, failing, cause: failing ? 'cpu-hog' : undefined, weight: 1 };
  });
}

const course: Course = {
  causes: ['cpu-hog', 'hang'],
  lessons: lessons(dice(1), 600),
  training: { hidden: [4], passes: 200 },
};

test('a fitted network knows failing from healthy, and the same course gives the same network', () => {
  const json = taught(course, dice(7));
  const network = new Network(json, featureNames);
  const answers = lessons(dice(2), 300).map((one) => ({ ...one, outputs: network.run(one.input).slice() }));
  const model = fitted({ causes: course.causes, json, healthyMean: healthyMeanOf(course.lessons), answers });
  const probability = (level: number) => {
    const input = new Float32Array(featureNames.length);
    input[cpu] = level;
    const [raw, hog, hang] = network.run(input);
    return { failing: calibrated(raw!, model.calibration), hog: hog!, hang: hang! };
  };
  expect(probability(0.9).failing).toBeGreaterThan(0.9);
  expect(probability(0.9).hog).toBeGreaterThan(probability(0.9).hang);
  expect(probability(0.2).failing).toBeLessThan(0.05);
  expect(model).toMatchObject({ featureVersion, causes: course.causes });
  expect(model.healthyMean[cpu]).toBeCloseTo(0.25, 1);
  expect(taught(course, dice(7))).toEqual(json);
});
