import { workflowPrefix } from '../../models/routes.ts';

/** The names of all that we make in a cloud: whatever begins like this is ours, and nothing else is ever removed. The rule that marks the cloud as set up is named like the policy. */
export const policyName = 'cloud-medic';
/** Whatever of our metrics is made without saying how it is kept. */
export const metricPattern = 'cloud_medic.*';
export const metricName = 'cloud_medic.failure_probability';
/** What the alarms that heal with no console open watch. */
export const rebootMetricName = 'cloud_medic.reboot_due';
export const stackName = 'cloud-medic-autonomous';
/** On all workflows of ours. */
export const tag = 'cloud-medic';
/** The stack's one resource, and its workflow that an alarm's signal starts, and the one of ours that it runs. */
export const signalResource = 'cloud_medic_alarm';
export const signalWorkflow = `${workflowPrefix}alarm`;
export const autonomousWorkflow = `${workflowPrefix}autonomous`;

/** opinion: Aodh's beside ours. reboot: with no console open it calls for one. */
export type AlarmKind = 'opinion' | 'reboot';

export const alarmPrefixes: Readonly<Record<AlarmKind, string>> = {
  opinion: 'cloud-medic: ',
  reboot: 'cloud-medic reboot: ',
};

export function alarmName(vm: string, kind: AlarmKind): string {
  return alarmPrefixes[kind] + vm;
}

/** The VM that an alarm of ours is about, or undefined where it is no alarm of ours of that kind. */
export function vmOfAlarm(name: string, kind: AlarmKind): string | undefined {
  const prefix = alarmPrefixes[kind];
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
}
