import type { StandIn } from './stand-in.ts';

export const risk = 'cloud_medic.failure_probability';
export const alarms = '/alarming/v2/alarms';

/** The body of an alarm on a VM's pushed failure probability; `rule` changes its rule. */
export function thresholdAlarm(vm: string, { rule = {}, ...rest }: Record<string, unknown> = {}) {
  const base = { metric: risk, resource_id: vm, resource_type: 'instance', aggregation_method: 'mean' };
  const limit = { granularity: 10, evaluation_periods: 1, threshold: 0.7, comparison_operator: 'ge' };
  return {
    name: `cloud-medic: ${vm}`,
    type: 'gnocchi_resources_threshold',
    gnocchi_resources_threshold_rule: { ...base, ...limit, ...(rule as object) },
    ...rest,
  };
}

/** Pushes a failure probability of one VM, as of now. */
export async function push({ call, clock }: StandIn, vm: string, value: number): Promise<void> {
  const body = { [vm]: { [risk]: [{ timestamp: new Date(clock.now()).toISOString(), value }] } };
  await call('POST', '/metric/v1/batch/resources/metrics/measures?create_metrics=true', body);
}

/** Pushes each value, ten seconds after the one before, and answers the alarm's state after each evaluation. */
export async function live(there: StandIn, vm: string, id: string, values: readonly number[]): Promise<string[]> {
  const states: string[] = [];
  for (const value of values) {
    await push(there, vm, value);
    there.seconds(10);
    states.push((await there.call('GET', `${alarms}/${id}/state`)).body);
  }
  return states;
}
