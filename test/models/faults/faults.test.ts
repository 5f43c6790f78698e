import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actions } from '../../../models/actions/index.ts';
import type { FaultId, Load } from '../../../models/fault.ts';
import { faultById, faults } from '../../../models/faults/index.ts';
import { dice } from '../../../models/random.ts';

const load: Load = {
  ...{ cpu: 30, memory: 50, disk: 40, diskRead: 1e5, diskWrite: 2e5, diskLatency: 2 },
  ...{ netIn: 1e5, netOut: 3e5, netDrops: 0, netErrors: 0 },
};
const after = (id: FaultId, seconds: number, seed = 1) => faultById(id).symptoms(load, seconds, dice(seed).next);

test('every file of the folder is listed once', () => {
  const folder = new URL('../../../models/faults/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name !== 'index.ts');
  expect(faults.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
});

test('ladders and cures are known actions, ladders mildest first; where nothing is done, there is a reason', () => {
  const known = actions.map(({ id }) => id);
  for (const { ladder, cures, leftAlone } of faults) {
    for (const id of [...ladder, ...cures]) expect(known).toContain(id);
    const rungs = ladder.map((id) => actions.find((action) => action.id === id)!.rung);
    expect(rungs).toEqual([...rungs].sort((a, b) => a - b));
    expect(Boolean(leftAlone)).toBe(ladder.length === 0);
    for (const cure of cures) expect(ladder).toContain(cure);
  }
});

test('symptoms are pure and stay within what a VM can do', () => {
  for (const { id } of faults) {
    for (const seconds of [0, 5, 60, 600, 3600]) {
      const before = structuredClone(load);
      const sick = after(id, seconds);
      expect(sick).toEqual(after(id, seconds));
      expect(load).toEqual(before);
      for (const name of ['cpu', 'memory', 'disk'] as const) {
        expect(sick[name]).toBeGreaterThanOrEqual(0);
        expect(sick[name]).toBeLessThanOrEqual(100);
      }
      for (const value of Object.values(sick)) if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
    }
  }
});

test('a CPU hog is at the top within seconds', () => {
  expect(after('cpu-hog', 10).cpu).toBeGreaterThan(94);
});

test('a leak takes more than ten minutes, then the swap shows on the disk', () => {
  const memory = [0, 200, 400, 600, 900].map((seconds) => after('memory-leak', seconds).memory);
  expect(memory).toEqual([...memory].sort((a, b) => a - b));
  expect(memory[3]).toBeLessThan(95);
  expect(memory[4]).toBeGreaterThan(95);
  expect(after('memory-leak', 900).diskLatency).toBeGreaterThan(3 * load.diskLatency);
  expect(after('memory-leak', 300).diskLatency).toBe(load.diskLatency);
});

test('a disk fills in about nine minutes, then nothing is written', () => {
  expect(after('disk-full', 270).disk).toBeCloseTo(70, 0);
  expect(after('disk-full', 270).diskWrite).toBeGreaterThan(load.diskWrite);
  expect(after('disk-full', 600).disk).toBe(100);
  expect(after('disk-full', 600).diskWrite).toBeLessThan(load.diskWrite);
});

test('a hang moves nothing, a crash is dead, lost telemetry is silent', () => {
  expect(after('hang', 60)).toMatchObject({ diskRead: 0, diskWrite: 0, netIn: 0, netOut: 0 });
  expect(after('hang', 60).cpu).toBeLessThan(1);
  expect(after('crash', 0).dead).toBe(true);
  expect(after('telemetry-loss', 60)).toEqual({ ...load, silent: true });
});
