import type { Fault, FaultId } from '../fault.ts';
import { cpuHog } from './cpu-hog.ts';
import { crash } from './crash.ts';
import { diskFull } from './disk-full.ts';
import { hang } from './hang.ts';
import { memoryLeak } from './memory-leak.ts';
import { telemetryLoss } from './telemetry-loss.ts';

/** All known causes, in the order of screens and of the network's outputs. */
export const faults: readonly Fault[] = [cpuHog, memoryLeak, diskFull, crash, hang, telemetryLoss];

export function faultById(id: FaultId): Fault {
  return faults.find((fault) => fault.id === id)!;
}
