import type { Load } from '../../models/fault.ts';
import { counters, rowLength } from './series.ts';
import { isRunning, type SimVm } from './vm.ts';

/** How a running task or a fresh boot bends the guest's load. */
export function bent(vm: SimVm, load: Load, at: number): Load {
  if (vm.taskState === 'rebooting')
    return { ...load, cpu: load.cpu * 0.4, netIn: load.netIn * 0.2, netOut: load.netOut * 0.2 };
  if (at - vm.bootedAt >= 20_000) return load;
  return {
    ...load,
    cpu: Math.max(load.cpu, 75),
    memory: load.memory * 0.6,
    diskRead: load.diskRead + 25e6,
    diskWrite: load.diskWrite + 2e6,
    diskLatency: load.diskLatency * 1.5,
    netOut: load.netOut * 0.3,
  };
}

const row = new Float64Array(rowLength);

/** Adds a step's load to the VM's totals and stores its readings; a VM without samples leaves a gap. */
export function sample(vm: SimVm, load: Load, step: number, seconds: number): void {
  const running = isRunning(vm);
  if (running) accumulate(vm, load, seconds);
  if (!running || load.silent) {
    vm.series.write(step, undefined);
    return;
  }
  const capacity = vm.shape.diskGb * 2 ** 30;
  for (let i = 0; i < counters; i++) row[i] = Math.floor(vm.totals[i]!);
  row[counters] = (vm.shape.memoryMb * load.memory) / 100;
  row[counters + 1] = Math.round((capacity * load.disk) / 100);
  row[counters + 2] = Math.round(Math.min(capacity, (capacity * (load.disk + 2)) / 100));
  vm.series.write(step, row);
}

const bytesPerRequest = 16_384;
const bytesPerPacket = 900;

/** In the order of the meters. Whole requests only, so that latency over requests is exact. */
function accumulate(vm: SimVm, load: Load, seconds: number): void {
  const totals = vm.totals;
  const reads = Math.round((load.diskRead * seconds) / bytesPerRequest);
  const writes = Math.round((load.diskWrite * seconds) / bytesPerRequest);
  totals[0]! += (load.cpu / 100) * vm.shape.vcpus * seconds * 1e9;
  totals[1]! += load.diskRead * seconds;
  totals[2]! += load.diskWrite * seconds;
  totals[3]! += reads;
  totals[4]! += writes;
  totals[5]! += reads * load.diskLatency * 1e6;
  totals[6]! += writes * load.diskLatency * 1e6;
  totals[7]! += load.netIn * seconds;
  totals[8]! += load.netOut * seconds;
  totals[9]! += Math.round((load.netIn * seconds) / bytesPerPacket);
  totals[10]! += Math.round((load.netOut * seconds) / bytesPerPacket);
  totals[11]! += load.netDrops * seconds;
  totals[13]! += load.netErrors * seconds;
}
