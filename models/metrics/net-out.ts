import type { Metric } from '../metric.ts';
import { networkTotal } from './meters.ts';

export const netOut: Metric = {
  id: 'netOut',
  title: 'Network out',
  short: 'OUT',
  unit: 'B/s',
  meters: [networkTotal('outgoing.bytes')],
  value: ([rate = Number.NaN]) => rate,
};
