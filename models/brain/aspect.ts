import type { Window } from './window.ts';

/** One side of a VM that the brain looks at: some features, and words for an operator when they moved the probability. */
export type Aspect = {
  readonly id: string;
  /** Names of its features, without the aspect's own. */
  readonly features: readonly string[];
  /** Writes its features to `out` from `first` on, each −1…1; leaves 0, which is neutral, where nothing is known. */
  measure(window: Window, out: Float32Array, first: number): void;
  /** What is to be seen, e.g. "CPU 99 % against its usual 23 %"; undefined where there is nothing to say. */
  words(window: Window): string | undefined;
};

/** Anything to −1…1, nearly straight around 0; what is not a number becomes 0. A root is several times quicker than a tanh. */
export function squash(value: number): number {
  return Math.abs(value) < 1e6 ? value / Math.sqrt(1 + value * value) : Math.sign(value) || 0;
}

/** Cut to 0…1; what is not a number becomes 0. */
export function share(value: number): number {
  return value > 0 ? Math.min(1, value) : 0;
}

/** "45 s", "3 min", "2 h". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
