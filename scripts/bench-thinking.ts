/**
 * node scripts/bench-thinking.ts [VMS]: how long a tick's thinking takes for a fleet of its size, without a cloud:
 * taking in one new sample of every VM, and judging every VM by it. Milliseconds of processor time, all on one core.
 */
import { judge } from '../models/brain/judge.ts';
import { metrics } from '../models/metrics/index.ts';
import { dice } from '../models/random.ts';
import { Ring } from '../models/ring.ts';
import type { Sample, Vm } from '../models/vm.ts';
import { loadModel } from '../source/model-file.ts';
import { baseLoad, families, habits } from '../source/simulator/load.ts';

const known = Object.values(families);

/** For so many ticks: taking in a fleet's samples, and its verdicts. */
export function thinkingTimes(size: number, ticks = 25): { readonly samples: number[]; readonly verdicts: number[] } {
  const rolls = dice(7);
  const model = loadModel();
  const ring = new Ring(180, size);
  let at = Date.UTC(2026, 0, 5, 12);
  const vms = Array.from({ length: size }, (_, i) => vmOf(i, size, at));
  const lives = vms.map((_, i) => habits(known[i % known.length]!, rolls.fork(`${i}`)));
  const next = (): Sample[] => {
    at += 10_000;
    return vms.map(({ id }, i) => {
      const load = baseLoad(lives[i]!, at, rolls);
      const values = Float32Array.from(metrics, (metric) => (metric.id === 'errors' ? 0 : load[metric.id]));
      return { vm: id, at, values };
    });
  };
  const take = (samples: readonly Sample[]) => {
    for (const sample of samples) ring.push(sample);
  };
  for (let sample = 0; sample < 60; sample++) take(next());
  const times: { samples: number[]; verdicts: number[] } = { samples: [], verdicts: [] };
  for (let tick = 0; tick < ticks; tick++) {
    const news = next();
    times.samples.push(processorTime(() => take(news)));
    times.verdicts.push(processorTime(() => judge({ vms, ring, at: at + 5000, granularity: 10, model })));
  }
  return times;
}

function vmOf(i: number, size: number, at: number): Vm {
  return {
    ...{ id: `vm-${i}`, name: `vm-${i}`, projectId: 'p', userId: 'u', host: `compute-${i % Math.ceil(size / 25)}` },
    ...{ flavor: `m1.${i % 5}`, shape: { vcpus: 1, memoryMb: 2048, diskGb: 20 } },
    ...{ status: 'ACTIVE', taskState: undefined, power: 'running', locked: false, lockedReason: undefined },
    ...{ fault: undefined, metadata: {}, createdAt: at - 9e7, launchedAt: at - 9e7, updatedAt: at - 9e7 },
    ...{ lastAction: undefined, errors: 0 },
  };
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

if (import.meta.main) {
  const size = Number(process.argv[2] ?? 10_000);
  const { samples, verdicts } = thinkingTimes(size);
  const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!.toFixed(1);
  console.log(`${size} VMs: samples taken in ${median(samples)} ms, verdicts ${median(verdicts)} ms`);
}
