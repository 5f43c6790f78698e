import { metricName, policyName, rebootMetricName } from './names.ts';
import type { Item, Thing, Wishes } from './thing.ts';

/** The metrics on each VM's own resource. */
export const metrics = metricsOf('metric', metricName, 'on the resource of each VM', () => true);
export const rebootMetrics = metricsOf(
  'reboot metric',
  rebootMetricName,
  'the same while a reboot is due, else 0 (only with --autonomous)',
  ({ autonomous }) => autonomous,
);

function metricsOf(name: string, metric: string, words: string, isWanted: (wishes: Wishes) => boolean): Thing {
  const look: Thing['look'] = async ({ gnocchi, nova, wishes }) => {
    const [found, vms] = await Promise.all([gnocchi.metricsNamed(metric), nova.servers()]);
    const known = new Map(vms.map((vm) => [vm.id, vm.name]));
    const have = new Set(found.map(({ vm }) => vm));
    const there: Item[] = found.map(({ id, vm }) => ({
      name: known.get(vm) ?? vm,
      // The past of a deleted VM is kept like that of its other metrics, until all is removed.
      state: isWanted(wishes) ? 'there' : 'needless',
      remove: () => gnocchi.deleteMetric(id),
    }));
    if (!isWanted(wishes)) return there;
    const missing = vms.filter((vm) => !have.has(vm.id));
    if (missing.length === 0) return there;
    // One request makes them all.
    let made: Promise<string[]> | undefined;
    const make = async (vm: string) => {
      made ??= gnocchi.push(metric, policyName, new Map(missing.map(({ id }) => [id, []])));
      return (await made).includes(vm)
        ? 'Gnocchi does not know the VM yet; it comes with its first probability'
        : undefined;
    };
    return [...there, ...missing.map(({ id, name }): Item => ({ name, state: 'missing', make: () => make(id) }))];
  };
  return { name, words: `${metric}: ${words}`, service: 'metric', look };
}
