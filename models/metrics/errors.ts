import type { Metric } from '../metric.ts';

/** Nova's fault record and failed instance actions; the console log is evidence for an alarm, not read at each poll. */
export const errors: Metric = {
  id: 'errors',
  title: 'Errors',
  short: 'ERR',
  unit: 'count',
  meters: [],
  value: () => Number.NaN,
};
