import { workflowPrefix } from '../../models/routes.ts';

/** The names of all that we make in a cloud: whatever begins like this is ours, and nothing else is ever removed. */
export const policyName = 'cloud-medic';
export const metricName = 'cloud_medic.failure_probability';
export const stackName = 'cloud-medic-autonomous';
/** On all workflows of ours. */
export const tag = 'cloud-medic';
/** The stack's one resource, and its workflow that an alarm's signal starts, and the one of ours that it runs. */
export const signalResource = 'cloud_medic_alarm';
export const signalWorkflow = `${workflowPrefix}alarm`;
export const autonomousWorkflow = `${workflowPrefix}autonomous`;

const alarmPrefix = 'cloud-medic: ';

export function alarmName(vm: string): string {
  return alarmPrefix + vm;
}

/** The VM that an alarm of ours is about, or undefined where the alarm is not ours. */
export function vmOfAlarm(name: string): string | undefined {
  return name.startsWith(alarmPrefix) ? name.slice(alarmPrefix.length) : undefined;
}
