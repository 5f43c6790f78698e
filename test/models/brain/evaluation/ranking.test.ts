import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoresOf } from '../../../../models/brain/evaluation/budget.ts';
import { prepare, tally } from '../../../../models/brain/evaluation/events.ts';
import { thresholdForBudget, usualRules } from '../../../../models/brain/evaluation/index.ts';
import { rank } from '../../../../models/brain/evaluation/ranking.ts';
import { generate } from './case.ts';

const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 40 });

describe('the ranking', () => {
  test('is perfect where all failing rows are on top, and the base rate where all are equal', () => {
    expect(rank(Float64Array.of(3, 4), Float64Array.of(1, 2, 2))).toMatchObject({
      prAuc: 1,
      rocAuc: 1,
      oracleF1: 1,
      oracleThreshold: 3,
    });
    expect(rank(Float64Array.of(1), Float64Array.of(1, 1, 1))).toMatchObject({ prAuc: 0.25, rocAuc: 0.5 });
    expect(rank(new Float64Array(0), Float64Array.of(1))).toBeUndefined();
  });

  test('asks for the order of scores only', () => {
    fc.assert(
      fc.property(scores, scores, (failing, healthy) => {
        const plain = rank(Float64Array.from(failing), Float64Array.from(healthy))!;
        const bent = rank(Float64Array.from(failing, Math.exp), Float64Array.from(healthy, Math.exp))!;
        expect([bent.prAuc, bent.rocAuc, bent.oracleF1]).toEqual([plain.prAuc, plain.rocAuc, plain.oracleF1]);
      }),
    );
  });

  test('ROC-AUC is the share of pairs in the right order, half for equal ones', () => {
    fc.assert(
      fc.property(scores, scores, (failing, healthy) => {
        const pairs = failing.flatMap((one) => healthy.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
        const share = pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length;
        expect(rank(Float64Array.from(failing), Float64Array.from(healthy))!.rocAuc).toBeCloseTo(share, 12);
      }),
    );
  });
});

describe('the budget’s threshold', () => {
  test('keeps within both of its bounds', () => {
    const options = fc.record({
      seed: fc.nat(1000),
      perDay: fc.constantFrom(1, 5, 30),
      share: fc.constantFrom(0.01, 0.05),
    });
    fc.assert(
      fc.property(options, ({ seed, perDay, share }) => {
        const data = generate({ seed, entities: 2, rows: 400, labelled: 0.9, steps: 1000 });
        const threshold = thresholdForBudget(data, { perDay, share });
        if (threshold === undefined) return;
        const prepared = prepare(data);
        const { episodes, trueEpisodes, healthyDays } = tally(prepared, threshold, usualRules);
        const healthy = scoresOf(prepared, 0);
        expect((episodes - trueEpisodes) / healthyDays).toBeLessThanOrEqual(perDay);
        expect(healthy.filter((score) => score >= threshold).length / healthy.length).toBeLessThanOrEqual(share);
      }),
      { numRuns: 40 },
    );
  });

  test('there is none where nothing is healthy, or where even the highest score breaks it', () => {
    const [one] = generate({ seed: 1, entities: 1, rows: 50, labelled: 0, steps: 10 });
    expect(thresholdForBudget([one!])).toBeUndefined();
    const flat = { series: { ...one!.series, labels: new Int8Array(50) }, scores: new Float64Array(50).fill(1) };
    // All equal: the threshold lies above all of them, and nothing is alarmed.
    expect(thresholdForBudget([flat])).toBeGreaterThan(1);
  });
});
