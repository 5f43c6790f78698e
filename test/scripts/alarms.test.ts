import { describe, expect, test } from 'vitest';
import { alarms } from '../../scripts/training/alarms.ts';

const thresholds = { raise: 0.8, clear: 0.4, raiseAfter: 2, raiseOf: 3 };

function points(scores: number[]) {
  return scores.map((score) => ({ score }));
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
