import type { Metric, MetricId } from '../metric.ts';
import { cpu } from './cpu.ts';
import { disk } from './disk.ts';
import { diskLatency } from './disk-latency.ts';
import { diskRead } from './disk-read.ts';
import { diskWrite } from './disk-write.ts';
import { errors } from './errors.ts';
import { memory } from './memory.ts';
import { netDrops } from './net-drops.ts';
import { netErrors } from './net-errors.ts';
import { netIn } from './net-in.ts';
import { netOut } from './net-out.ts';

/** All metrics, in the order of the ring's columns and of the screens. */
export const metrics: readonly Metric[] = [
  cpu,
  memory,
  disk,
  diskRead,
  diskWrite,
  diskLatency,
  netIn,
  netOut,
  netDrops,
  netErrors,
  errors,
];

/** A metric's column in samples and in the ring. */
export const columnOf = Object.fromEntries(metrics.map((metric, column) => [metric.id, column])) as Readonly<
  Record<MetricId, number>
>;
