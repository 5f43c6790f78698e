import type { Aspect } from '../aspect.ts';
import { flavor, host } from './company.ts';
import { cpu } from './cpu.ts';
import { disk, memory } from './filling.ts';
import { latency } from './latency.ts';
import { power, silence } from './power.ts';
import { sampling } from './sampling.ts';
import { traffic } from './traffic.ts';
import { trouble } from './trouble.ts';

/** All aspects, in the order of the features. */
export const aspects: readonly Aspect[] = [
  cpu,
  memory,
  disk,
  traffic,
  latency,
  trouble,
  power,
  silence,
  host,
  flavor,
  sampling,
];
