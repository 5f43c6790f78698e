/**
 * What a VM did just before its processor became busy, for as long as it stays so, four numbers in an array of yours:
 * the processor's level, and what was served, answered of what was asked, and moved on disk. NaN while it is not busy.
 * Honest work moves more than before; a process that has run away leaves less.
 */
export const spellSize = 4;

/** Per cent of a processor that a step must have to begin a spell, and that may be left at its end. */
const [begins, ends] = [20, 10];

/**
 * `now` is the mean of the last half minute, `last` the value before the newest; the last four are the means of the
 * minute before the newest sample. A further step begins a spell anew: who was busy may become busier.
 */
export function spell(
  state: Float64Array,
  i: number,
  newest: number,
  now: number,
  last: number,
  cpu: number,
  served: number,
  answers: number,
  disk: number,
): void {
  if (now < state[i]! + ends) state[i] = Number.NaN;
  const isStep = newest >= cpu + begins && (Number.isNaN(state[i]!) || newest >= last + begins);
  if (!isStep) return;
  state[i] = cpu;
  state[i + 1] = served;
  state[i + 2] = answers;
  state[i + 3] = disk;
}
