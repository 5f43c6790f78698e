import type { Metric } from '../metric.ts';
import { instanceTotal } from './meters.ts';

/** `cpu` counts nanoseconds of all vCPUs together. */
export const cpu: Metric = {
  id: 'cpu',
  title: 'CPU',
  short: 'CPU',
  unit: '%',
  ceiling: 100,
  meters: [instanceTotal('cpu')],
  value: ([nanoseconds = Number.NaN], { vcpus }) => Math.min(100, (nanoseconds / 1e9 / (vcpus || Number.NaN)) * 100),
};
