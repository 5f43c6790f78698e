import { expect, test } from 'vitest';
import { sideOf } from '../../models/brain/track/layout.ts';
import { Window } from '../../models/brain/window.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import { open } from '../../models/raise.ts';
import { sense } from '../../models/sense.ts';
import type { State } from '../../models/state.ts';
import { finished } from '../../models/step.ts';
import { aState, aVerdict, aVm, now } from './fixture.ts';

/** Hours of samples with so much processor; says what is then held for usual. */
function after(state: State, from: number, hours: number, cpu: number): number {
  const end = from + hours * 3_600_000;
  for (let at = from; at < end; at += 10_000) {
    const values = new Float32Array(metrics.length).fill(Number.NaN);
    values[columnOf.cpu] = cpu + ((at / 10_000) % 3);
    const observation = { vms: [aVm()], samples: [{ vm: aVm().id, at, values }], sources: [], granularity: 10 };
    finished(sense(state, { type: 'observed', at, observation }));
  }
  return new Window().read(aVm(), state.ring, end, 10).usual(sideOf.cpu)!.level;
}

test('what is usual for a VM stays as it was while its incident is open, for six hours at most', () => {
  const well = aState();
  expect(after(well, now, 1, 20)).toBeCloseTo(21, 0);
  const began = now + 3_600_000;
  const sick = { ...well, incidents: new Map([[aVm().id, open(aVerdict(), well, began)]]) };
  expect(after(sick, began, 6, 90)).toBeCloseTo(21, 0);
  expect(after(sick, began + 6 * 3_600_000, 6, 90)).toBeGreaterThan(80);
});

test('what is usual follows a VM that changes for good', () => {
  const state = aState();
  after(state, now, 1, 20);
  expect(after(state, now + 3_600_000, 5, 60)).toBeGreaterThan(55);
});
