import type { Metric } from '../metric.ts';

/** Nova's fault record, failed instance actions and error lines of the console log, counted by the client. */
export const errors: Metric = {
  id: 'errors',
  title: 'Errors',
  short: 'ERR',
  unit: 'count',
  meters: [],
  value: () => Number.NaN,
};
