import { metricName, policyName } from './names.ts';
import type { Item, Thing } from './thing.ts';

/** The metric on each VM's own resource. */
export const metrics: Thing = {
  name: 'metric',
  words: `${metricName} on the resource of each VM`,
  service: 'metric',
  async look({ gnocchi, nova }) {
    const [found, vms] = await Promise.all([gnocchi.metricsNamed(metricName), nova.servers()]);
    const known = new Map(vms.map((vm) => [vm.id, vm.name]));
    const have = new Set(found.map(({ vm }) => vm));
    const there: Item[] = found.map(({ id, vm }) => ({
      name: known.get(vm) ?? vm,
      // The past of a deleted VM is kept like that of its other metrics, until all is removed.
      state: 'there',
      remove: () => gnocchi.deleteMetric(id),
    }));
    const missing = vms.filter((vm) => !have.has(vm.id));
    if (missing.length === 0) return there;
    // One request makes them all.
    let made: Promise<string[]> | undefined;
    const make = async (vm: string) => {
      made ??= gnocchi.push(metricName, policyName, new Map(missing.map(({ id }) => [id, []])));
      return (await made).includes(vm)
        ? 'Gnocchi does not know the VM yet; it comes with its first probability'
        : undefined;
    };
    return [...there, ...missing.map(({ id, name }): Item => ({ name, state: 'missing', make: () => make(id) }))];
  },
};
