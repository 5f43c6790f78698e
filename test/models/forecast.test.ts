import { describe, expect, test } from 'vitest';
import { forecastOf, metricOf } from '../../models/forecast.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import { Ring } from '../../models/ring.ts';
import type { Verdict } from '../../models/verdict.ts';
import { aVerdict, now } from './fixture.ts';

function stateOf(news: Partial<Verdict>, memory = [88, 89, 90]) {
  const ring = new Ring(10, 1);
  for (const [i, value] of memory.entries()) {
    const values = Float32Array.from(metrics, (_, column) => (column === columnOf.memory ? value : 5));
    ring.push({ vm: 'web', at: now + (i - memory.length) * 10_000, values });
  }
  const verdict = aVerdict({ vm: 'web', diagnosis: 'memory-leak', timeToFailure: 300, ...news });
  return { ring, verdicts: new Map([['web', verdict]]) };
}

describe('the forecast', () => {
  test('leads from the newest value to full, soonest and latest at its sides', () => {
    expect(forecastOf(stateOf({ timeToFailureBand: [240, 420] }), 'web')).toEqual({
      metric: 'memory',
      from: { at: now - 10_000, value: 90 },
      full: 97,
      fullAt: now + 300_000,
      band: { soonest: now + 240_000, latest: now + 420_000 },
    });
  });

  test('begins at the last value that is known', () => {
    expect(forecastOf(stateOf({}, [88, 89, Number.NaN]), 'web')?.from).toEqual({ at: now - 20_000, value: 89 });
  });

  test.each([
    ['without a time', { timeToFailure: undefined }],
    ['when it is over already', { timeToFailure: 0 }],
    ['for a cause that fills nothing', { diagnosis: 'hang' }],
  ] as const)('there is none %s', (_, news) => {
    expect(forecastOf(stateOf(news), 'web')).toBeUndefined();
  });

  test('each cause has the metric that tells of it, if there is one', () => {
    expect(['memory-leak', 'disk-full', 'cpu-hog', 'hang', undefined].map((one) => metricOf(one as 'hang'))).toEqual([
      'memory',
      'disk',
      'cpu',
      undefined,
      undefined,
    ]);
  });
});
