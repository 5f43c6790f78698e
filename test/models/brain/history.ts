import { judge } from '../../../models/brain/judge.ts';
import type { MetricId } from '../../../models/metric.ts';
import { metrics } from '../../../models/metrics/index.ts';
import { dice } from '../../../models/random.ts';
import { Ring } from '../../../models/ring.ts';
import type { Verdict } from '../../../models/verdict.ts';
import type { InstanceAction, Vm } from '../../../models/vm.ts';
import { loadModel } from '../../../source/model-file.ts';

export const now = Date.UTC(2026, 0, 5, 12);
export const model = loadModel();

export function vm(changes: Partial<Vm> = {}): Vm {
  return {
    ...{ id: 'one', name: 'web-01', projectId: 'p', userId: 'u', host: 'compute-1', flavor: 'm1.small' },
    shape: { vcpus: 1, memoryMb: 2048, diskGb: 20 },
    ...{ status: 'ACTIVE', taskState: undefined, power: 'running', locked: false, lockedReason: undefined },
    ...{ fault: undefined, metadata: {}, createdAt: now - 9e7, launchedAt: now - 9e7, updatedAt: now - 9e7 },
    ...{ lastAction: undefined, errors: 0 },
    ...changes,
  };
}

export function stop(userId: string | undefined): InstanceAction {
  return { action: 'stop', userId, requestId: 'req-1', startedAt: now - 20_000, message: undefined };
}

export type Values = Partial<Record<MetricId, number>>;

/** A ring with one VM's past: `values` by seconds before the newest sample, which is `age` seconds old. */
export function history(
  values: (ago: number, noise: () => number) => Values | undefined,
  { minutes = 30, granularity = 10, age = 15 } = {},
): Ring {
  const ring = new Ring();
  const rolls = dice(5);
  for (let ago = minutes * 60 - granularity; ago >= 0; ago -= granularity) {
    const some = values(ago, rolls.normal);
    if (!some) continue;
    const row = Float32Array.from(metrics, ({ id }) => some[id] ?? Number.NaN);
    ring.push({ vm: 'one', at: now - (age + ago) * 1000, values: row });
  }
  return ring;
}

export function verdictOn(ring: Ring, one: Vm = vm(), granularity = 10): Verdict {
  return judge({ vms: [one], ring, at: now, granularity, model })[0]!;
}

/** A web server that works: every metric there, every one moving. */
export function busy(noise: () => number): Values {
  return {
    cpu: 45 + 3 * noise(),
    memory: 52 + 0.5 * noise(),
    disk: 40,
    diskRead: 2e5 + 2e4 * noise(),
    diskWrite: 4e5 + 4e4 * noise(),
    diskLatency: 1.5 + 0.1 * noise(),
    netIn: 6e5 + 5e4 * noise(),
    netOut: 4e6 + 3e5 * noise(),
    netDrops: 0,
    netErrors: 0,
  };
}

/** A CirrOS guest of a small DevStack: nothing to do, a disk that never moves, no disk usage, no latency. */
export function tiny(noise: () => number): Values {
  const burst = noise() > 1.6 ? 10 : 0;
  const memory = 30 + 0.3 * noise();
  return { cpu: 0.6 + 0.2 * Math.abs(noise()) + burst, memory, diskRead: 0, diskWrite: 0, netIn: 0, netOut: 0 };
}
