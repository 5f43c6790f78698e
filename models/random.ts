/** Seeded dice: the same seed gives the same numbers everywhere. */
export type Dice = {
  /** 0 ≤ x < 1. */
  next(): number;
  /** Normal distribution, mean 0, deviation 1. */
  normal(): number;
  /** Dice of their own for a named part, so that adding a part does not change the others. */
  fork(name: string): Dice;
};

/** Mulberry32: 32 bits of state are plenty for a simulation, and it is the same on every machine. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const fork = (name: string) => dice(hash(name, seed));
  return { next, normal, fork };
}

/** FNV-1a, started from a seed. */
export function hash(text: string, seed = 0): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
