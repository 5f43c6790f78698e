import type { Metric } from '../metric.ts';
import { diskTotal } from './meters.ts';

export const diskWrite: Metric = {
  id: 'diskWrite',
  title: 'Disk written',
  short: 'WRITE',
  unit: 'B/s',
  meters: [diskTotal('write.bytes')],
  value: ([rate = Number.NaN]) => rate,
};
