import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import { aspects } from './aspects/index.ts';
import { Fleet } from './fleet.ts';
import { Window } from './window.ts';

/** Version of what the features mean; a model of another version is refused. */
export const featureVersion = 5;

/** "cpu.level", "memory.rise" … in the order of the network's inputs. */
export const featureNames: readonly string[] = aspects.flatMap(({ id, features }) =>
  features.map((feature) => `${id}.${feature}`),
);

/** Where each aspect's features begin, and where they end. */
export const featureSpans: readonly { readonly first: number; readonly end: number }[] = aspects.map((_, index) => {
  const first = aspects.slice(0, index).reduce((sum, { features }) => sum + features.length, 0);
  return { first, end: first + aspects[index]!.features.length };
});

/** Fewer samples than this are too few to judge by. */
export const leastSamples = 6;

/**
 * What a VM does against its own past, as numbers in −1…1, 0 being neutral; undefined while there are too few samples,
 * unless `anyway`. `at` is epoch milliseconds, `granularity` the seconds between samples. With a `fleet` also what it
 * does against the others.
 */
export function features(
  vm: Vm,
  ring: Ring,
  at: number,
  granularity: number,
  anyway = false,
  fleet?: Fleet,
): Float32Array | undefined {
  const window = windowOf(ring).read(vm, ring, at, granularity, fleet);
  return anyway || window.count >= leastSamples ? measure(window) : undefined;
}

/** The features of a window that has been read, written into `out` where one is given. */
export function measure(window: Window, out = new Float32Array(featureNames.length)): Float32Array {
  out.fill(0);
  for (let index = 0; index < aspects.length; index++) {
    const aspect = aspects[index]!;
    if (window.count || aspect.id === 'power') aspect.measure(window, out, featureSpans[index]!.first);
  }
  return out;
}

/** What all VMs of one observation do together, to judge each of them by. True until the next survey of this ring. */
export function survey(vms: readonly Vm[], ring: Ring, at: number, granularity: number): Fleet {
  const fleet = fleets.get(ring) ?? new Fleet();
  fleets.set(ring, fleet);
  return fleet.survey(vms, ring, at, granularity, windowOf(ring));
}

const fleets = new WeakMap<Ring, Fleet>();
const windows = new WeakMap<Ring, Window>();

/** The one window of a ring, used again for every VM: what it holds is true until the next `read`. */
export function windowOf(ring: Ring): Window {
  const known = windows.get(ring) ?? new Window();
  windows.set(ring, known);
  return known;
}
