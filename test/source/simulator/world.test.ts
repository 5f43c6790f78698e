import { expect, test } from 'vitest';
import { ManualClock } from '../../../source/clock.ts';
import { meters } from '../../../source/simulator/series.ts';
import type { SimVm } from '../../../source/simulator/vm.ts';
import { createWorld } from '../../../source/simulator/world.ts';

const noon = Date.UTC(2026, 0, 5, 12);
const column = (name: string) => meters.findIndex((meter) => meter.name === name);

function readings(vm: SimVm, name: string): number[] {
  const values: number[] = [];
  for (let step = vm.series.first; step <= vm.series.last; step++) values.push(vm.series.value(step, column(name)));
  return values;
}

const everything = (vms: readonly SimVm[]) =>
  vms.map((vm) => [vm.id, vm.name, vm.host, ...meters.map(({ name }) => readings(vm, name))]);

test('the same seed gives the same numbers, however often it is looked at', () => {
  const run = (looks: number) => {
    const clock = new ManualClock(noon);
    const world = createWorld({ clock, seed: 11, vms: 6 });
    const vm = world.vms()[0]!;
    world.inject('memory-leak', vm.id, 300);
    for (let i = 0; i < looks; i++) {
      clock.advance(600_000 / looks);
      world.advance();
      world.newRequestId();
    }
    return everything(world.vms());
  };
  expect(run(200)).toEqual(run(1));
});

test('another seed gives other VMs', () => {
  const ids = (seed: number) =>
    createWorld({ clock: new ManualClock(noon), seed, vms: 3 })
      .vms()
      .map((vm) => vm.id);
  expect(ids(1)).not.toEqual(ids(2));
});

test('a fault in one VM changes nothing in the others, nor in itself once it is over', () => {
  const run = (fault: boolean) => {
    const clock = new ManualClock(noon);
    const world = createWorld({ clock, vms: 5 });
    if (fault) world.inject('cpu-hog', world.vms()[0]!.id, 60);
    clock.advance(300_000);
    world.advance();
    return world.vms();
  };
  const [sick, healthy] = [run(true), run(false)];
  expect(everything(sick.slice(1))).toEqual(everything(healthy.slice(1)));
  const usage = (vm: SimVm) => readings(vm, 'memory.usage').slice(-10);
  expect(usage(sick[0]!)).toEqual(usage(healthy[0]!));
  expect(readings(sick[0]!, 'cpu').at(-1)).not.toBe(readings(healthy[0]!, 'cpu').at(-1));
});

test('history is there from the start, one reading a step', () => {
  const world = createWorld({ clock: new ManualClock(noon), vms: 4, historyMinutes: 40 });
  for (const vm of world.vms()) {
    expect(vm.series.last - vm.series.first + 1).toBe(240);
    for (const { name } of meters) expect(readings(vm, name).every(Number.isFinite)).toBe(true);
  }
});

test('counters only grow, and stay within what the VM has', () => {
  const world = createWorld({ clock: new ManualClock(noon), vms: 20 });
  for (const vm of world.vms()) {
    for (const { name, cumulative } of meters) {
      if (!cumulative) continue;
      const values = readings(vm, name);
      expect(values.every((value, i) => i === 0 || value >= values[i - 1]!)).toBe(true);
    }
    const cpu = readings(vm, 'cpu');
    const most = Math.max(...cpu.slice(1).map((value, i) => value - cpu[i]!));
    expect(most).toBeLessThanOrEqual(vm.shape.vcpus * 10e9 + 1);
    expect(Math.max(...readings(vm, 'memory.usage'))).toBeLessThan(vm.shape.memoryMb);
  }
});

test('a reboot begins the counters anew and shows the load of a boot', () => {
  const clock = new ManualClock(noon);
  const world = createWorld({ clock, vms: 5 });
  const vm = world.vms()[0]!;
  const actor = { userId: 'u', projectId: 'p', admin: true, requestId: 'req-1' };
  const before = readings(vm, 'cpu').at(-1)!;
  world.act(vm, 'hard-reboot', actor);
  clock.advance(60_000);
  world.advance();
  const after = readings(vm, 'cpu').slice(-6);
  expect(after.slice(0, 1)).toEqual([Number.NaN]);
  const first = after.findIndex(Number.isFinite);
  expect(after[first]!).toBeLessThan(before);
  expect(after[first + 1]! - after[first]!).toBeGreaterThan(0.7 * vm.shape.vcpus * 10e9 * 0.9);
  expect(vm.console.at(-1)).toContain('login:');
});

test('a VM that is off, paused or suspended sends no samples', () => {
  const clock = new ManualClock(noon);
  const world = createWorld({ clock, vms: 5 });
  const actor = { userId: 'u', projectId: 'p', admin: true, requestId: 'req-1' };
  const [off, paused, suspended] = world.vms();
  world.act(off!, 'stop', actor);
  world.act(paused!, 'pause', actor);
  world.act(suspended!, 'suspend', actor);
  clock.advance(60_000);
  world.advance();
  for (const vm of [off!, paused!, suspended!])
    expect(readings(vm, 'cpu').slice(-3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test('an empty cloud is a cloud', () => {
  const world = createWorld({ clock: new ManualClock(noon), vms: 0 });
  world.advance();
  expect(world.vms()).toEqual([]);
});

test('long after, only the newest readings are kept', () => {
  const clock = new ManualClock(noon);
  const world = createWorld({ clock, vms: 2 });
  clock.advance(5 * 3600_000);
  world.advance();
  const { series } = world.vms()[0]!;
  expect(series.last - series.first + 1).toBe(720);
  expect(series.value(series.first - 1, 0)).toBeNaN();
  expect(series.value(series.first, 0)).toBeGreaterThan(0);
});
