import type { Scenario } from '../scenario.ts';

export const telemetryLoss: Scenario = {
  id: 'telemetry-loss',
  title: "A VM's telemetry is lost while the VM is well; nothing is done to it",
  vms: 12,
  mode: 'auto',
  seconds: 1500,
  interval: 10,
  script: [{ at: 300, vm: 'db-01', inject: 'telemetry-loss', for: 3600 }],
  expect: { outcome: 'left alone', heals: { atLeast: 0, atMost: 0 }, falseAlarmsAtMost: 0, alarmWithin: 120 },
};
