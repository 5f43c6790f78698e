import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluate, usualRules } from '../../../../models/brain/evaluation/index.ts';
import { inWordsOfProtocol } from '../../../../models/brain/evaluation/protocol.ts';
import { cases, generate } from './case.ts';

type Figures = { readonly [name: string]: number | string | null | Figures };

/** What `score.py` said of the generated cases; event_at_budget with the same file as validation. */
const theirs = JSON.parse(readFileSync(join(import.meta.dirname, 'figures.json'), 'utf8')) as Record<string, Figures>;

function expectEqual(ours: Figures, expected: Figures, where: string): void {
  for (const [name, value] of Object.entries(expected)) {
    const own = ours[name];
    if (typeof value === 'number') expect(own, `${where}.${name}`).toBeCloseTo(value, 9);
    else if (value === null || typeof value === 'string') expect(own, `${where}.${name}`).toBe(value);
    else expectEqual(own as Figures, value, `${where}.${name}`);
  }
}

describe('the figures are those of score.py', () => {
  test.each(Object.entries(cases))('%s', (name, one) => {
    const { scores_not_finite, event_at_budget, ...expected } = theirs[name]!;
    const evaluation = evaluate(generate(one), { threshold: expected.threshold as number });
    const ours = inWordsOfProtocol(evaluation, usualRules.horizon) as Figures;
    expectEqual(ours, expected, name);
    if (!event_at_budget) return;
    const { budget_false_alarms_per_entity_day, ...figures } = event_at_budget as Figures;
    expectEqual(ours.event_at_own_budget as Figures, figures, `${name}, at budget`);
  });
});
