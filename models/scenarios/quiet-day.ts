import type { Scenario } from '../scenario.ts';

export const quietDay: Scenario = {
  id: 'quiet-day',
  title: 'A day of ordinary load with its backups and batches, and no fault: no heal',
  vms: 20,
  mode: 'auto',
  seconds: 24 * 3600,
  interval: 60,
  script: [],
  expect: { outcome: 'nothing', heals: { atLeast: 0, atMost: 0 }, falseAlarmsAtMost: 2 },
};
