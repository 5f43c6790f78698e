import type { Ring } from '../ring.ts';
import type { Vm } from '../vm.ts';
import { aspects } from './aspects/index.ts';
import { Window } from './window.ts';

/** Version of what the features mean; a model of another version is refused. */
export const featureVersion = 1;

/** "cpu.level", "memory.rise5" … in the order of the network's inputs. */
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
 * A VM's recent past as numbers in −1…1, 0 being neutral; undefined while there are too few samples, unless `anyway`.
 * `at` is epoch milliseconds, `granularity` the seconds between samples.
 */
export function features(
  vm: Vm,
  ring: Ring,
  at: number,
  granularity: number,
  anyway = false,
): Float32Array | undefined {
  if (!anyway && ring.length(vm.id) < leastSamples) return undefined;
  return measure(windowOf(ring).read(vm, ring, at, granularity));
}

/** The features of a window that has been read. */
export function measure(window: Window): Float32Array {
  const out = new Float32Array(featureNames.length);
  aspects.forEach((aspect, index) => {
    if (window.count || aspect.id === 'power') aspect.measure(window, out, featureSpans[index]!.first);
  });
  return out;
}

const windows = new WeakMap<Ring, Window>();

/** The one window of a ring, used again for every VM: what it holds is true until the next `read`. */
export function windowOf(ring: Ring): Window {
  const known = windows.get(ring) ?? new Window(ring.capacity);
  windows.set(ring, known);
  return known;
}
