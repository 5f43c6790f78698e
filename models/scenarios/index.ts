import type { Scenario } from '../scenario.ts';
import { cpuHog } from './cpu-hog.ts';
import { crash } from './crash.ts';
import { deploy } from './deploy.ts';
import { diskFull } from './disk-full.ts';
import { hang } from './hang.ts';
import { memoryLeak } from './memory-leak.ts';
import { quietDay } from './quiet-day.ts';
import { telemetryLoss } from './telemetry-loss.ts';
import { userStop } from './user-stop.ts';

/** All shipped scenarios. */
export const scenarios: readonly Scenario[] = [
  cpuHog,
  memoryLeak,
  diskFull,
  crash,
  hang,
  telemetryLoss,
  userStop,
  deploy,
  quietDay,
];
