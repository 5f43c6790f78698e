import { columnOf, metrics } from '../../metrics/index.ts';
import { Ring } from '../../ring.ts';
import type { Vm } from '../../vm.ts';
import type { Series } from '../dataset.ts';
import { stepOf } from '../evaluation/events.ts';
import { knownMetrics } from './columns.ts';

/** A row as the console would meet it: the newest in the ring, with all rows before it. `at` is epoch milliseconds. */
export type Met = {
  readonly row: number;
  readonly vm: Vm;
  readonly ring: Ring;
  readonly at: number;
  /** Seconds between rows. */
  readonly granularity: number;
};

/**
 * An entity's rows one after another, as samples of a VM that runs. `names` are those of the columns; what they hold is
 * taken to be in the console's units. The ring is true until the next row; a row without any value is no sample.
 */
export function* replay(names: readonly string[], series: Series): Generator<Met, void> {
  const vm = runningVm(series);
  const ring = new Ring(undefined, 1);
  const granularity = stepOf(series.times);
  const columns = knownMetrics(names).map((id) => (id ? columnOf[id] : -1));
  const values = new Float32Array(metrics.length);
  for (let row = 0; row < series.times.length; row++) {
    values.fill(Number.NaN);
    columns.forEach((column, index) => {
      if (column >= 0) values[column] = series.columns[index]![row]!;
    });
    const at = series.times[row]! * 1000;
    if (!values.every(Number.isNaN)) ring.push({ vm: vm.id, at, values });
    yield { row, vm, ring, at, granularity };
  }
}

/** As Nova would describe it: long since ACTIVE, and nothing else known. */
function runningVm({ entity, times }: Series): Vm {
  const since = (times[0] ?? 0) * 1000 - 86_400_000;
  return {
    id: entity,
    name: entity,
    projectId: '',
    userId: '',
    host: '',
    flavor: '',
    shape: { vcpus: 0, memoryMb: 0, diskGb: 0 },
    status: 'ACTIVE',
    taskState: undefined,
    power: 'running',
    locked: false,
    lockedReason: undefined,
    fault: undefined,
    metadata: {},
    createdAt: since,
    launchedAt: since,
    updatedAt: since,
    lastAction: undefined,
    errors: 0,
  };
}
