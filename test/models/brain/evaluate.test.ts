import { describe, expect, test } from 'vitest';
import { calibrate, calibrated } from '../../../models/brain/calibration.ts';
import { alarms, brier, calibrationError, type Point, prAuc } from '../../../models/brain/evaluate.ts';
import { dice } from '../../../models/random.ts';

const thresholds = { raise: 0.8, clear: 0.4, raiseAfter: 2, raiseOf: 3 };

function points(scores: number[], failing: (boolean | undefined)[] = []): Point[] {
  return scores.map((score, i) => ({ score, failing: i in failing ? failing[i] : false }));
}

describe('alarms', () => {
  test('need some of the last verdicts, and last until three clear ones in a row', () => {
    expect(alarms(points([0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.5, 0.9, 0.9]), thresholds)).toEqual([5]);
    expect(alarms(points([0.9, 0.9, 0.1, 0.1, 0.9, 0.9]), thresholds)).toEqual([1]);
    expect(alarms(points([0.9, 0.9, 0.1, 0.1, 0.1, 0.9, 0.9]), thresholds)).toEqual([1, 6]);
  });

  test('pass over moments without news', () => {
    expect(alarms(points([0.9, Number.NaN, 0.9]), thresholds)).toEqual([2]);
  });

  test('need no score where telemetry is silent', () => {
    const silent = { score: Number.NaN, silent: true };
    expect(alarms([{ score: 0.1 }, silent, silent], thresholds)).toEqual([1]);
  });
});

test('average precision: 1 for a perfect order, the base rate for equal scores', () => {
  expect(prAuc(points([0.1, 0.2, 0.8, 0.9], [false, false, true, true]))).toBe(1);
  expect(prAuc(points([0.5, 0.5, 0.5, 0.5], [false, true, undefined, false]))).toBeCloseTo(1 / 3);
  expect(prAuc(points([0.9, 0.8, 0.7], [true, false, true]))).toBeCloseTo(0.5 + 0.5 * (2 / 3));
});

test('Brier and calibration error: what is said against what comes', () => {
  const honest = points([0.25, 0.25, 0.25, 0.25], [true]);
  expect(brier(honest)).toEqual({ score: (0.75 ** 2 + 3 * 0.25 ** 2) / 4, base: 0.25 * 0.75 });
  expect(calibrationError(honest)).toBe(0);
  expect(calibrationError(points([0.95, 0.95], [true, false]))).toBeCloseTo(0.45);
  expect(calibrationError(points([1, 0], [true, false]))).toBe(0);
});

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
