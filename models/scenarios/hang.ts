import type { Scenario } from '../scenario.ts';

export const hang: Scenario = {
  id: 'hang',
  title: 'A guest freezes while Nova says ACTIVE; a hard reboot wakes it',
  vms: 12,
  mode: 'auto',
  seconds: 1800,
  interval: 10,
  script: [{ at: 300, vm: 'batch-02', inject: 'hang', for: 3600 }],
  expect: { outcome: 'healed', heals: { atLeast: 1, atMost: 1 }, falseAlarmsAtMost: 0, alarmWithin: 240 },
};
