import { metricName, policyName, rebootMetricName } from './names.ts';
import { type Item, LeftOut, type Thing, type Wishes } from './thing.ts';

const day = 86_400_000;
const unknownVm = 'Gnocchi does not know the VM yet; it comes with its first probability';

/** The metrics on each VM's own resource. */
export const metrics = metricsOf('metric', metricName, 'on the resource of each VM', () => true);
export const rebootMetrics = metricsOf(
  'reboot metric',
  rebootMetricName,
  'the same while a reboot is due, else 0 (only with --autonomous)',
  ({ autonomous }) => autonomous,
);

/**
 * A metric that was once made by sending it no measures stops Gnocchi's metricd, and with it the samples of many VMs: it
 * counts as different, and is mended by one value that is a day old, so that no alarm sees it.
 */
function metricsOf(name: string, metric: string, words: string, isWanted: (wishes: Wishes) => boolean): Thing {
  const look: Thing['look'] = async ({ metrics: own, nova, wishes, now }) => {
    const [found, vms] = await Promise.all([own.named(metric), nova.servers()]);
    const stuck = new Set(await own.stuck(found.map(({ id }) => id)));
    const known = new Map(vms.map((vm) => [vm.id, vm.name]));
    const have = new Set(found.map(({ vm }) => vm));
    const stateOf = (id: string): Item['state'] => {
      // The past of a deleted VM is kept like that of its other metrics, until all is removed.
      if (!isWanted(wishes)) return 'needless';
      return stuck.has(id) ? 'different' : 'there';
    };
    const there = found.map(
      ({ id, vm }): Item => ({
        name: known.get(vm) ?? vm,
        state: stateOf(id),
        make: () => own.fill(id, { timestamp: new Date(now() - day).toISOString(), value: 0 }),
        remove: () => own.delete(id),
      }),
    );
    if (!isWanted(wishes)) return there;
    const make = async (vm: string) =>
      (await own.create(vm, metric, policyName)) ? undefined : new LeftOut(unknownVm);
    const missing = vms.filter((vm) => !have.has(vm.id));
    return [...there, ...missing.map(({ id, name }): Item => ({ name, state: 'missing', make: () => make(id) }))];
  };
  return { name, words: `${metric}: ${words}`, service: 'metric', look };
}
