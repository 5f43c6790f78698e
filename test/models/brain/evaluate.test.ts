import { describe, expect, test } from 'vitest';
import { calibrate, calibrated } from '../../../models/brain/calibration.ts';
import { alarmTimes, prAuc, type Scored, worth } from '../../../models/brain/evaluate.ts';
import { dice } from '../../../models/random.ts';

const thresholds = { raise: 0.8, clear: 0.4, raiseAfter: 2, raiseOf: 3 };

function story(scores: number[], failing: (boolean | undefined)[] = [], fault: Scored['fault'] = undefined): Scored {
  const from = Math.max(0, failing.indexOf(true)) * 10_000;
  const moments = scores.map((score, i) => ({ at: i * 10_000, score, failing: i in failing ? failing[i] : false }));
  return { fault, from, until: fault ? scores.length * 10_000 : 0, moments };
}

describe('alarms', () => {
  test('need some of the last verdicts, and last until a clear one', () => {
    expect(alarmTimes(story([0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.5, 0.9, 0.9, 0.1]), thresholds)).toEqual([50_000]);
    expect(alarmTimes(story([0.9, 0.9, 0.1, 0.9, 0.9]), thresholds)).toEqual([10_000, 40_000]);
    expect(alarmTimes(story([0.9, Number.NaN, 0.9]), thresholds)).toEqual([20_000]);
  });

  test('are found faults, or false', () => {
    const hang = story([0, 0, 0.9, 0.9, 0.9], [false, true, true, true, true], 'hang');
    const missed = story([0, 0, 0, 0], [false, true, true, true], 'hang');
    const { faults, falseAlarms, vmDays } = worth([hang, missed, story([0.9, 0.9, 0.9])], thresholds);
    expect(faults.get('hang')).toEqual({ all: 2, found: 1, delays: [20] });
    expect(falseAlarms).toBe(1);
    expect(vmDays).toBeCloseTo(90 / 86_400);
  });

  test('that telemetry loss raises are false', () => {
    expect(worth([story([0.9, 0.9, 0.9], [], 'telemetry-loss')], thresholds)).toMatchObject({ falseAlarms: 1 });
  });
});

test('average precision: 1 for a perfect order, the base rate for equal scores', () => {
  expect(prAuc([story([0.1, 0.2, 0.8, 0.9], [false, false, true, true])])).toBe(1);
  expect(prAuc([story([0.5, 0.5, 0.5, 0.5], [false, true, undefined, false])])).toBeCloseTo(1 / 3);
  expect(prAuc([story([0.9, 0.8, 0.7], [true, false, true])])).toBeCloseTo(0.5 + 0.5 * (2 / 3));
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
