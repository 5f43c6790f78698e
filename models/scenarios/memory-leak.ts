import type { Scenario } from '../scenario.ts';

export const memoryLeak: Scenario = {
  id: 'memory-leak',
  title: 'A service leaks memory; it is rebooted before the guest kills processes',
  vms: 12,
  mode: 'auto',
  seconds: 3000,
  interval: 10,
  script: [{ at: 300, vm: 'db-02', inject: 'memory-leak', for: 7200 }],
  expect: { outcome: 'healed', heals: { atLeast: 1, atMost: 1 }, falseAlarmsAtMost: 0, alarmWithin: 900 },
};
