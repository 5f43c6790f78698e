import type { Metric } from '../metric.ts';
import { instance } from './meters.ts';

/** `memory.usage` needs the guest's balloon driver; without it the cell stays empty. */
export const memory: Metric = {
  id: 'memory',
  title: 'Memory',
  short: 'MEM',
  unit: '%',
  ceiling: 100,
  meters: [instance('memory.usage')],
  value: ([megabytes = Number.NaN], { memoryMb }) => Math.min(100, (megabytes / (memoryMb || Number.NaN)) * 100),
};
