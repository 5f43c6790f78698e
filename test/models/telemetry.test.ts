import { expect, test } from 'vitest';
import { defaultSettings, emptyState } from '../../models/state.ts';
import { telemetryFault } from '../../models/telemetry.ts';
import type { Freshness, Verdict } from '../../models/verdict.ts';
import { aVerdict, aVm, model } from './fixture.ts';

/** A cloud with so many running VMs of each freshness. */
function cloudOf(counts: Partial<Record<Freshness, number>>) {
  const list = Object.entries(counts).flatMap(([freshness, count]) =>
    Array.from({ length: count }, (_, index): Verdict => {
      return aVerdict({ vm: `${freshness}-${index}`, freshness: freshness as Freshness });
    }),
  );
  const vms = new Map(list.map(({ vm }) => [vm, aVm({ id: vm })]));
  const verdicts = new Map(list.map((verdict) => [verdict.vm, verdict]));
  return { ...emptyState(model, 'auto', false, defaultSettings), vms, verdicts };
}

test('silence is measured against the VMs that ever sent samples, not against those that never did', () => {
  expect(telemetryFault(cloudOf({ stale: 5, none: 100 }))).toBe(
    '5 of 5 running VMs are silent: the telemetry fails, not the VMs',
  );
  expect(telemetryFault(cloudOf({ stale: 5, fresh: 100, none: 100 }))).toBeUndefined();
  expect(telemetryFault(cloudOf({ none: 100 }))).toBeUndefined();
});
