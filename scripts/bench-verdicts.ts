/**
 * node scripts/bench-verdicts.ts [VMS]: how long a tick's thinking takes for a fleet of its size, without a cloud:
 * taking in one new sample of every VM, and judging every VM by it. Milliseconds of processor time, all on one core.
 */
import { judge } from '../models/brain/judge.ts';
import type { Load } from '../models/fault.ts';
import { metrics } from '../models/metrics/index.ts';
import { dice } from '../models/random.ts';
import { Ring } from '../models/ring.ts';
import type { Sample, Vm } from '../models/vm.ts';
import { loadModel } from '../source/model-file.ts';
import { baseLoad, type FamilyId, habits } from '../source/simulator/load.ts';

const size = Number(process.argv[2] ?? 10_000);
const families: readonly FamilyId[] = ['web', 'db', 'batch', 'ci', 'cache', 'idle'];
const rolls = dice(7);
let at = Date.UTC(2026, 0, 5, 12);
const vms = Array.from(
  { length: size },
  (_, i): Vm => ({
    ...{ id: `vm-${i}`, name: `vm-${i}`, projectId: 'p', userId: 'u', host: `compute-${i % Math.ceil(size / 25)}` },
    ...{ flavor: `m1.${i % 5}`, shape: { vcpus: 1, memoryMb: 2048, diskGb: 20 } },
    ...{ status: 'ACTIVE', taskState: undefined, power: 'running', locked: false, lockedReason: undefined },
    ...{ fault: undefined, metadata: {}, createdAt: at - 9e7, launchedAt: at - 9e7, updatedAt: at - 9e7 },
    ...{ lastAction: undefined, errors: 0 },
  }),
);
const lives = vms.map((_, i) => habits(families[i % families.length]!, rolls.fork(`${i}`)));
const ring = new Ring(180, size);
const model = loadModel();

function samples(): Sample[] {
  at += 10_000;
  return vms.map(({ id }, i) => {
    const load: Load = baseLoad(lives[i]!, at, rolls);
    return {
      vm: id,
      at,
      values: Float32Array.from(metrics, (metric) => (metric.id === 'errors' ? 0 : load[metric.id])),
    };
  });
}

function processor(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

for (let sample = 0; sample < 60; sample++) for (const one of samples()) ring.push(one);
const [pushes, verdicts]: [number[], number[]] = [[], []];
for (let tick = 0; tick < 25; tick++) {
  const news = samples();
  pushes.push(
    processor(() => {
      for (const one of news) ring.push(one);
    }),
  );
  verdicts.push(processor(() => judge({ vms, ring, at: at + 5000, granularity: 10, model })));
}
const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!.toFixed(1);
console.log(`${size} VMs: samples taken in ${median(pushes)} ms, verdicts ${median(verdicts)} ms`);
