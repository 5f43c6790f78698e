import type { Scenario } from '../scenario.ts';

export const diskFull: Scenario = {
  id: 'disk-full',
  title: 'A disk fills up; no reboot helps, so a person is told',
  vms: 12,
  mode: 'auto',
  seconds: 2400,
  interval: 10,
  script: [{ at: 300, vm: 'cache-01', inject: 'disk-full', for: 7200 }],
  expect: { outcome: 'left alone', heals: { atLeast: 0, atMost: 0 }, falseAlarmsAtMost: 0, alarmWithin: 900 },
};
