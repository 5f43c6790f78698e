import { describe, expect, test } from 'vitest';
import { diagnose, ranked, silenceOf } from '../../../models/brain/diagnosis.ts';
import { model } from '../fixture.ts';

const four = { ...model, causes: ['cpu-hog', 'memory-leak', 'hang', 'telemetry-loss'] as const };

describe('the cause of a failing VM', () => {
  test('is the one that most of the evidence points at', () => {
    expect(diagnose([0.95, 0.02, 0.9, 0.03, 0.01], four)).toMatchObject({ cause: 'memory-leak', doubt: undefined });
    expect(diagnose([0.95, 0.02, 0.9, 0.03, 0.01], four).confidence).toBeCloseTo(0.9 / 0.96, 5);
  });

  test('is unknown where two are as likely, or none fits', () => {
    const torn = diagnose([0.95, 0.45, 0.02, 0.5, 0.01], { ...four, confidence: { slope: 1, offset: -0.5 } });
    expect(torn).toEqual({ cause: undefined, confidence: 0, doubt: 'cause unclear: Hang or CPU hog?' });
    expect(diagnose([0.95, 0.1, 0.1, 0.12, 0.01], four).cause).toBeUndefined();
  });

  test('is as sure as the calibration says', () => {
    const modest = { ...four, confidence: { slope: 0.5, offset: 0 } };
    expect(diagnose([0.96, 0.02, 0.9, 0.03, 0.01], modest).confidence).toBeLessThan(0.85);
  });
});

test('the two strongest, in any order', () => {
  expect(ranked([0.5, 0.1, 0.2, 0.3, 0.4])).toEqual([3, 2]);
  expect(ranked([0.5, 0.4, 0.3, 0.2, 0.1])).toEqual([0, 1]);
  expect(ranked([0.5, 0.4, 0.1, 0.2, 0.3])).toEqual([0, 3]);
});

test('silence is told only where nothing else is likelier', () => {
  expect(silenceOf([0.01, 0, 0, 0, 0.9], four)).toBe(0.9);
  expect(silenceOf([0.9, 0.95, 0, 0, 0.9], four)).toBe(0);
});
