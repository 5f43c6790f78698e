import type { Metric } from '../metric.ts';
import { disk as meter } from './meters.ts';

/** How full the disks are as the hypervisor sees it. */
export const disk: Metric = {
  id: 'disk',
  title: 'Disk used',
  short: 'DISK',
  unit: '%',
  ceiling: 100,
  meters: [meter('usage'), meter('capacity')],
  value: ([used = Number.NaN, capacity = Number.NaN]) => Math.min(100, (used / (capacity || Number.NaN)) * 100),
};
