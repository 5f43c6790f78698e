import type { Scenario } from '../scenario.ts';

export const crash: Scenario = {
  id: 'crash',
  title: 'A guest dies; Nova finds it powered off and it is started again',
  vms: 12,
  mode: 'auto',
  seconds: 1200,
  interval: 10,
  script: [{ at: 300, vm: 'web-01', inject: 'crash', for: 3600 }],
  expect: { outcome: 'healed', heals: { atLeast: 1, atMost: 1 }, falseAlarmsAtMost: 0, alarmWithin: 90 },
};
