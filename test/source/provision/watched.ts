import { Alarming } from '../../../source/provision/alarming.ts';
import { alarmBody } from '../../../source/provision/alarms.ts';
import type { Loopback, Routes } from '../openstack/loopback.ts';
import { services } from '../openstack/services.ts';
import { memory, servicesOver } from './memory.ts';

export const at = Date.UTC(2026, 0, 5);

/** A cloud that remembers, and what a running console does with its alarms. */
export function watched() {
  const there = memory();
  let lab: Loopback | undefined;
  return {
    there,
    lab: () => lab!,
    close: () => lab?.close(),
    /** `broken` routes stand before the working ones. */
    open: async (broken: Routes = {}, catalogue?: Record<string, string>): Promise<Alarming> => {
      const opened = await services({ ...servicesOver(there), ...broken }, catalogue);
      lab = opened.lab;
      return new Alarming(opened.session);
    },
    /** As `setup` leaves it, with alarms and metrics for these VMs. */
    setUpFor: (...vms: readonly string[]): void => {
      there.policies.set('cloud-medic', { definition: [{ granularity: '0:00:10' }] });
      there.rules.set('cloud-medic', { name: 'cloud-medic' });
      for (const vm of vms) {
        const body = alarmBody({ id: vm, name: vm }, 'opinion', {
          threshold: 0.8,
          periods: 2,
          granularity: 10,
          actions: [],
        });
        const time = '2026-01-04T23:59:00';
        there.alarms.set(vm, { alarm_id: vm, ...body, state: 'ok', state_timestamp: time, evaluate_timestamp: time });
        const metric = { name: 'cloud_medic.failure_probability', resource_id: vm };
        there.metrics.set(`${vm}-${metric.name}`, { id: `${vm}-${metric.name}`, ...metric });
      }
    },
  };
}

/** The probabilities of one tick. */
export const told = (probabilities: Record<string, number>) => ({
  at,
  probabilities: new Map(Object.entries(probabilities)),
  due: new Map(Object.keys(probabilities).map((vm) => [vm, 0])),
  vms: new Map([['a', { name: 'web' }]]),
  threshold: 0.8,
  periods: 2,
  interval: 10,
});
