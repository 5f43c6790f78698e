import type { Scenario } from '../scenario.ts';

export const cpuHog: Scenario = {
  id: 'cpu-hog',
  title: 'A process takes all CPU; a soft reboot ends it',
  vms: 12,
  mode: 'auto',
  seconds: 1500,
  interval: 10,
  script: [{ at: 300, vm: 'web-02', inject: 'cpu-hog', for: 3600 }],
  expect: { outcome: 'healed', heals: { atLeast: 1, atMost: 1 }, falseAlarmsAtMost: 0, alarmWithin: 120 },
};
