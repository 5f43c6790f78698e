import type { MetricId } from '../metric.ts';
import { columnOf, metrics } from '../metrics/index.ts';
import { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import type { Series } from './dataset.ts';
import { stepOf } from './evaluation/events.ts';
import { judge } from './judge.ts';
import type { Model } from './model.ts';

/** Other names that data have for the console's metrics, in lower case and without separators. */
const otherNames: Readonly<Record<string, MetricId>> = {
  cpuutil: 'cpu',
  mem: 'memory',
  memoryusage: 'memory',
  diskusage: 'disk',
  netrx: 'netIn',
  nettx: 'netOut',
};

/** For each column of data the console's metric of that name (`disk_read` is `diskRead`), or undefined. */
export function knownMetrics(names: readonly string[]): (MetricId | undefined)[] {
  const known = new Map<string, MetricId>(metrics.map(({ id }) => [id.toLowerCase(), id]));
  return names.map((name) => {
    const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
    return known.get(plain) ?? otherNames[plain];
  });
}

/**
 * How near each row of a series comes to an alarm of the console, were it a running VM's sample: at the model's `raise`
 * or over exactly where the console would raise one. NaN while there is too little to judge by. `names` are those of
 * the columns; what they hold is taken to be in the console's units.
 */
export function scoreVms(model: Model, names: readonly string[], series: Series): Float64Array {
  const vm = runningVm(series);
  const ring = new Ring(undefined, 1);
  const granularity = stepOf(series.times);
  const columns = knownMetrics(names).map((id) => (id ? columnOf[id] : -1));
  const values = new Float32Array(metrics.length);
  let last: number[] = [];
  return series.times.map((time, row) => {
    values.fill(Number.NaN);
    columns.forEach((column, index) => {
      if (column >= 0) values[column] = series.columns[index]![row]!;
    });
    const at = time * 1000;
    if (!values.every(Number.isNaN)) ring.push({ vm: vm.id, at, values });
    const probability = judge({ vms: [vm], ring, at, granularity, model })[0]!.probability;
    if (probability === undefined) return Number.NaN;
    last = [...last.slice(1 - model.thresholds.raiseOf), probability];
    return alarmScore(last, model.thresholds.raiseAfter);
  });
}

/** What the newest and `raiseAfter` of the last probabilities all reach; 0 while there are fewer. */
function alarmScore(last: readonly number[], raiseAfter: number): number {
  const kth = last.toSorted((a, b) => b - a)[raiseAfter - 1] ?? 0;
  return Math.min(kth, last.at(-1)!);
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
