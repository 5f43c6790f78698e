import type { Scenario } from '../scenario.ts';

export const userStop: Scenario = {
  id: 'user-stop',
  title: 'Users stop, pause and reboot their VMs; all of it is left alone',
  vms: 12,
  mode: 'auto',
  seconds: 1800,
  interval: 10,
  script: [
    { at: 300, vm: 'cache-01', user: 'stop' },
    { at: 360, vm: 'db-01', user: 'pause' },
    { at: 420, vm: 'dev-01', user: 'reboot' },
    { at: 1200, vm: 'cache-01', user: 'start' },
  ],
  expect: { outcome: 'nothing', heals: { atLeast: 0, atMost: 0 }, falseAlarmsAtMost: 0 },
};
