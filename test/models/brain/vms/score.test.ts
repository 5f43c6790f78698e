import { describe, expect, test } from 'vitest';
import { advance } from '../../../../models/advance.ts';
import type { Series } from '../../../../models/brain/dataset.ts';
import { knownMetrics } from '../../../../models/brain/vms/columns.ts';
import { scoreVms } from '../../../../models/brain/vms/score.ts';
import { metrics } from '../../../../models/metrics/index.ts';
import { dice } from '../../../../models/random.ts';
import { emptyState } from '../../../../models/state.ts';
import { loadModel } from '../../../../source/model-file.ts';
import { aVm } from '../../fixture.ts';

const model = loadModel();

test('columns are the console’s metrics by many names', () => {
  expect(
    knownMetrics(['cpu', 'mem', 'Memory', 'disk_read', 'diskWrite', 'net-in', 'net_drops', 'disk_latency', 'm01']),
  ).toEqual(['cpu', 'memory', 'memory', 'diskRead', 'diskWrite', 'netIn', 'netDrops', 'diskLatency', undefined]);
  expect(knownMetrics(metrics.map(({ id }) => id))).toEqual(metrics.map(({ id }) => id));
});

/** Samples a minute apart of quiet, then of a pinned cpu that answers little, then quiet again, and so on; now and then nothing. */
function restless(rows = 160): Series {
  const rolls = dice(5);
  const column = (of: (row: number) => number) => Float32Array.from({ length: rows }, (_, row) => of(row));
  const busy = (row: number) => row % 40 >= 28;
  return {
    entity: 'vm-1',
    times: Float64Array.from({ length: rows }, (_, row) => 1_700_000_000 + 60 * row),
    columns: [
      column((row) => (rolls.next() < 0.05 ? Number.NaN : busy(row) ? 99.5 : 20 + 4 * rolls.normal())),
      column(() => 40 + rolls.normal()),
      column(() => 2e5 * (1 + 0.1 * rolls.normal())),
      column((row) => (busy(row) ? 2e5 : 6e5) * (1 + 0.1 * rolls.normal())),
    ],
    labels: new Int8Array(rows).fill(-1),
    faults: new Array(rows).fill(''),
  };
}

describe('a row scores `raise` or over exactly where the console alarms', () => {
  test('the same samples, one tick each', () => {
    const series = restless();
    const names = ['cpu', 'mem', 'net_in', 'net_out'];
    const scores = scoreVms(model, names, series);
    const vm = aVm({
      id: 'vm-1',
      shape: { vcpus: 0, memoryMb: 0, diskGb: 0 },
      createdAt: 0,
      launchedAt: 0,
      updatedAt: 0,
    });
    let state = emptyState(model, 'observe');
    let alarms = 0;
    series.times.forEach((time, row) => {
      const values = new Float32Array(metrics.length).fill(Number.NaN);
      knownMetrics(names).forEach((id, column) => {
        values[metrics.findIndex((metric) => metric.id === id)] = series.columns[column]![row]!;
      });
      const at = time * 1000;
      const observation = { vms: [vm], samples: [{ vm: vm.id, at, values }], sources: [], granularity: 60 };
      // Incidents are taken away, so that each tick may raise one anew and nothing is compared with a time before.
      [state] = advance({ ...state, incidents: new Map() }, { type: 'observed', at, observation });
      const raised = state.incidents.has(vm.id);
      expect(scores[row]! >= model.thresholds.raise, `row ${row}: ${scores[row]}`).toBe(raised);
      if (raised) alarms++;
    });
    expect(alarms).toBeGreaterThan(10);
    expect(alarms).toBeLessThan(80);
  });
});

test('only the row and its past count', () => {
  const whole = restless();
  const part = {
    ...whole,
    times: whole.times.slice(0, 90),
    columns: whole.columns.map((column) => column.slice(0, 90)),
  };
  const names = ['cpu', 'mem', 'net_in', 'net_out'];
  expect(scoreVms(model, names, part)).toEqual(scoreVms(model, names, whole).slice(0, 90));
});
