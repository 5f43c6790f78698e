import type { Metric } from '../metric.ts';
import { diskTotal } from './meters.ts';

export const diskRead: Metric = {
  id: 'diskRead',
  title: 'Disk read',
  short: 'READ',
  unit: 'B/s',
  meters: [diskTotal('read.bytes')],
  value: ([rate = Number.NaN]) => rate,
};
