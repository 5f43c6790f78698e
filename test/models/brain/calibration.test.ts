import { expect, test } from 'vitest';
import { calibrate, calibrated } from '../../../models/brain/calibration.ts';
import { dice } from '../../../models/random.ts';

test('calibration makes 0.8 right 8 times in 10', () => {
  const rolls = dice(1);
  // The raw answers are too sure of themselves: their log-odds are three times too large.
  const answers = Array.from({ length: 4000 }, () => {
    const odds = 4 * rolls.next() - 2;
    const truth = 1 / (1 + Math.exp(-odds));
    return { raw: 1 / (1 + Math.exp(-3 * odds - 1)), failing: rolls.next() < truth, weight: 1 };
  });
  const fitted = calibrate(answers);
  expect(fitted.slope).toBeCloseTo(1 / 3, 1);
  expect(calibrated(1 / (1 + Math.exp(-3 * Math.log(4) - 1)), fitted)).toBeCloseTo(0.8, 1);
});
