import type { Metric } from '../metric.ts';
import { diskTotal } from './meters.ts';

/** Mean time of one disk request: nanoseconds spent per second over requests per second. No requests, no latency. */
export const diskLatency: Metric = {
  id: 'diskLatency',
  title: 'Disk latency',
  short: 'LATENC',
  unit: 'ms',
  meters: [
    diskTotal('read.latency'),
    diskTotal('write.latency'),
    diskTotal('read.requests'),
    diskTotal('write.requests'),
  ],
  value: ([read = Number.NaN, write = Number.NaN, reads = Number.NaN, writes = Number.NaN]) =>
    (read + write) / (reads + writes || Number.NaN) / 1e6,
};
