import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { host } from '../../../models/brain/aspects/company.ts';
import { featureNames, features, survey, windowOf } from '../../../models/brain/features.ts';
import { leastMembers } from '../../../models/brain/fleet.ts';
import { medianOf } from '../../../models/brain/median.ts';
import { metrics } from '../../../models/metrics/index.ts';
import { dice } from '../../../models/random.ts';
import { Ring } from '../../../models/ring.ts';
import type { Vm } from '../../../models/vm.ts';
import { busy, now, type Values, vm } from './history.ts';

test('the median is the middle one of the sorted values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 60, size: 'max' }),
      (numbers) => {
        const values = Float32Array.from([9, ...numbers, -9]);
        const sorted = Float32Array.from(numbers).sort();
        expect(medianOf(values, 1, values.length - 1)).toBeCloseTo(sorted[sorted.length >> 1]!, 10);
      },
    ),
  );
});

/** VMs of one host with half an hour of busy life; `last` is what each does in the last two minutes. */
function fleetOf(last: readonly Values[], changes: (i: number) => Partial<Vm> = () => ({})): { vms: Vm[]; ring: Ring } {
  const ring = new Ring();
  const rolls = dice(3);
  const vms = last.map((_, i) => vm({ id: `vm-${i}`, ...changes(i) }));
  for (let ago = 1800; ago >= 0; ago -= 10) {
    vms.forEach(({ id }, i) => {
      const some: Values = { ...busy(rolls.normal), ...(ago < 120 ? last[i] : {}) };
      ring.push({
        vm: id,
        at: now - ago * 1000,
        values: Float32Array.from(metrics, (one) => some[one.id] ?? Number.NaN),
      });
    });
  }
  return { vms, ring };
}

function read({ vms, ring }: { vms: Vm[]; ring: Ring }, i: number, feature: string, at = now): number {
  const fleet = survey(vms, ring, at, 10);
  return features(vms[i]!, ring, at, 10, false, fleet)![featureNames.indexOf(feature)]!;
}

const slow = { diskLatency: 60 };

describe('beside its neighbours', () => {
  test('a VM that alone is slow stands out, and one that is slow with all does not', () => {
    expect(read(fleetOf([slow, {}, {}, {}, {}]), 0, 'host.latency')).toBeGreaterThan(0.3);
    expect(Math.abs(read(fleetOf([slow, slow, slow, slow, {}]), 0, 'host.latency'))).toBeLessThan(0.05);
    expect(read(fleetOf([slow, slow, slow, slow, {}]), 4, 'host.latency')).toBeLessThan(-0.3);
  });

  test('is told in words, where it is the VM that is odd', () => {
    const { vms, ring } = fleetOf([slow, {}, {}, { cpu: 0.2 }, {}]);
    const fleet = survey(vms, ring, now, 10);
    const words = (i: number) => host.words(windowOf(ring).read(vms[i]!, ring, now, 10, fleet));
    expect(words(0)).toBe('disk latency above its usual, unlike its neighbours on compute-1');
    expect(words(1)).toBeUndefined();
    expect(words(3)).toBe('CPU below its usual, unlike its neighbours on compute-1');
  });

  test('hosts and flavors are companies of their own', () => {
    const mixed = fleetOf([slow, slow, slow, {}, {}, {}], (i) => ({ host: i < 3 ? 'a' : 'b', flavor: 'same' }));
    expect(Math.abs(read(mixed, 0, 'host.latency'))).toBeLessThan(0.05);
    expect(Math.abs(read(mixed, 3, 'flavor.latency') - read(mixed, 0, 'flavor.latency'))).toBeGreaterThan(0.3);
  });

  test('nothing is said where too few are known', () => {
    const few = fleetOf(Array.from({ length: leastMembers - 1 }, (_, i) => (i ? {} : slow)));
    expect(read(few, 0, 'host.latency')).toBe(0);
    const nameless = fleetOf([slow, {}, {}, {}], () => ({ host: '' }));
    expect(read(nameless, 0, 'host.latency')).toBe(0);
    expect(read(nameless, 0, 'flavor.latency')).toBeGreaterThan(0.3);
    const off = fleetOf([slow, {}, {}, {}], (i) => (i ? { status: 'PAUSED', power: 'paused' } : {}));
    expect(read(off, 0, 'host.latency')).toBe(0);
  });

  test('silence is a share of the others', () => {
    const fleet = fleetOf([{}, {}, {}, {}, {}]);
    const later = now + 300_000;
    for (const id of ['vm-3', 'vm-4']) fleet.ring.push({ vm: id, at: later, values: new Float32Array(metrics.length) });
    expect(read(fleet, 0, 'silence.ofOthers', later)).toBe(0.5);
    expect(read(fleet, 4, 'silence.ofOthers', later)).toBe(0.75);
  });
});
