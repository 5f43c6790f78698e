import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aspects } from '../../../models/brain/aspects/index.ts';
import { featureNames, features, measure, survey, windowOf } from '../../../models/brain/features.ts';
import { metrics } from '../../../models/metrics/index.ts';
import { Ring } from '../../../models/ring.ts';
import { busy, history, now, vm } from './history.ts';

const value = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: 0, max: 100, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e12, noNaN: true }) },
);
const row = fc.array(value, { minLength: metrics.length, maxLength: metrics.length });

test('are finite and within −1…1 whatever the samples, and the words never say NaN', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ row, gap: fc.integer({ min: 1, max: 40 }) }), { maxLength: 60, size: 'max' }),
      fc.integer({ min: 10, max: 300 }),
      fc.integer({ min: 0, max: 5000 }),
      fc.constantFrom('ACTIVE', 'ERROR', 'SHUTOFF', 'REBOOT'),
      (samples, granularity, age, status) => {
        const ring = new Ring(40);
        let at = now - 86_400_000;
        for (const { row, gap } of samples) {
          at += gap * 5000;
          ring.push({ vm: 'one', at, values: Float32Array.from(row) });
        }
        const fleet = survey([vm({ status })], ring, at + age * 1000, granularity);
        const window = windowOf(ring).read(vm({ status }), ring, at + age * 1000, granularity, fleet);
        const measured = measure(window);
        expect(measured).toHaveLength(featureNames.length);
        for (const feature of measured) expect(Math.abs(feature)).toBeLessThanOrEqual(1);
        for (const aspect of aspects) expect(aspect.words(window) ?? '').not.toMatch(/NaN|Infinity|undefined/);
      },
    ),
    { numRuns: 300 },
  );
});

test('are finite whatever Nova leaves out or tells wrongly of a VM', () => {
  const odd = { createdAt: Number.NaN, updatedAt: Number.NaN, launchedAt: undefined };
  const shape = { vcpus: Number.NaN, memoryMb: Number.NaN, diskGb: Number.NaN };
  const ring = history((_, noise) => busy(noise));
  for (const changes of [odd, { shape }, { ...odd, shape }, { updatedAt: now + 9e9 }]) {
    const strange = vm(changes);
    const measured = measure(windowOf(ring).read(strange, ring, now, 10, survey([strange], ring, now, 10)));
    for (const [i, name] of featureNames.entries()) expect(Math.abs(measured[i]!), name).toBeLessThanOrEqual(1);
  }
});

test('need six samples', () => {
  const short = history((_, noise) => busy(noise), { minutes: 50 / 60 });
  expect(features(vm(), short, now, 10)).toBeUndefined();
  expect(
    features(
      vm(),
      history((_, noise) => busy(noise), { minutes: 1 }),
      now,
      10,
    ),
  ).toBeDefined();
});

test.each(metrics.filter(({ id }) => id !== 'errors').map(({ id }) => id))('are neutral without %s', (id) => {
  const ring = history((_, noise) => ({ ...busy(noise), [id]: Number.NaN }));
  const measured = features(vm(), ring, now, 10)!;
  const own = { cpu: 'cpu.', memory: 'memory.', disk: 'disk.', diskLatency: 'latency.' }[id as string];
  for (const [i, name] of featureNames.entries()) if (own && name.startsWith(own)) expect(measured[i], name).toBe(0);
  expect(measured.every(Number.isFinite)).toBe(true);
});

test('no sample is missed from before a VM was back', () => {
  const ring = history((_, noise) => busy(noise), { age: 90 });
  const missed = (updatedAt: number) =>
    features(vm({ updatedAt }), ring, now, 10)![featureNames.indexOf('silence.missedPolls')]!;
  expect(missed(now - 30_000)).toBe(0);
  expect(missed(now - 9e7)).toBeGreaterThan(0.5);
  // A clock that goes ahead says nothing.
  expect(missed(now + 9e6)).toBeGreaterThan(0.5);
});

test('read the newest samples of a ring that has gone round', () => {
  const long = history((ago, noise) => ({ ...busy(noise), cpu: ago < 30 ? 80 : 20 }), { minutes: 90 });
  expect(features(vm(), long, now, 10)![featureNames.indexOf('cpu.level')]).toBeCloseTo(0.8);
});

test('what is sent and written for each per cent of the processor stays in honest work, and falls in a hog', () => {
  const each = (work: number, cpu: number) => {
    const ring = history((ago, noise) => {
      const { netOut = 0, diskWrite = 0, ...rest } = busy(noise);
      return ago
        ? { ...rest, netOut, diskWrite }
        : { ...rest, cpu, netOut: work * netOut, diskWrite: work * diskWrite };
    });
    const measured = features(vm(), ring, now, 10)!;
    return ['sentEach', 'writtenEach'].map((name) => measured[featureNames.indexOf(`traffic.${name}`)]!);
  };
  for (const feature of each(2, 92)) expect(Math.abs(feature)).toBeLessThan(0.25);
  for (const feature of each(0.5, 97)) expect(feature).toBeLessThan(-0.7);
});

test('look at no sample that is yet to come', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40, size: 'max' }),
      fc.array(row, { minLength: 1, maxLength: 40, size: 'max' }),
      (past, future) => {
        const [one, other] = [new Ring(40), new Ring(40)];
        const push = (ring: Ring, rows: number[][], from: number) => {
          for (const [i, values] of rows.entries()) {
            ring.push({ vm: 'one', at: now + (from + i) * 10_000, values: Float32Array.from(values) });
          }
        };
        push(one, past, 0);
        push(other, past, 0);
        const at = now + past.length * 10_000;
        const then = features(vm(), one, at, 10, true);
        push(other, future, past.length);
        const replayed = new Ring(40);
        push(replayed, [...past, ...future].slice(0, past.length), 0);
        expect(features(vm(), replayed, at, 10, true)).toEqual(then);
        expect(other.length('one')).toBe(Math.min(40, past.length + future.length));
      },
    ),
    { numRuns: 50 },
  );
});
