import type { Scenario } from '../scenario.ts';

export const deploy: Scenario = {
  id: 'deploy',
  title: 'A deploy reboots five web servers one after another, and two databases after them; no fault, no heal',
  vms: 20,
  mode: 'auto',
  seconds: 2400,
  interval: 10,
  script: [
    ...[1, 2, 3, 4, 5].map((number) => ({ at: 240 + 60 * number, vm: `web-0${number}`, user: 'reboot' as const })),
    { at: 900, vm: 'db-01', user: 'reboot' },
    { at: 1080, vm: 'db-02', user: 'reboot' },
  ],
  expect: { outcome: 'nothing', heals: { atLeast: 0, atMost: 0 }, falseAlarmsAtMost: 0 },
};
