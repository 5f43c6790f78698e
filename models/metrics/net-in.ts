import type { Metric } from '../metric.ts';
import { networkTotal } from './meters.ts';

export const netIn: Metric = {
  id: 'netIn',
  title: 'Network in',
  short: 'IN',
  unit: 'B/s',
  meters: [networkTotal('incoming.bytes')],
  value: ([rate = Number.NaN]) => rate,
};
