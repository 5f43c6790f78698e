import type { MetricId } from '../../metric.ts';
import { metrics } from '../../metrics/index.ts';

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
