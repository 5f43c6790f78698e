/**
 * What a VM did just before its processor became busy, for as long as it stays so, four numbers in an array of yours:
 * the processor's level, and what was served, answered of what was asked, and moved on disk. NaN while it is not busy.
 * Honest work moves more than before; a process that has run away leaves less.
 */
export const spellSize = 4;

/** Per cent of a processor that a step must have to begin a spell, and that may be left at its end. */
const [begins, ends] = [20, 10];
/** Per cent from which a processor is busy enough to be taken over without a step, and what is left of its work then. */
const [busy, left] = [60, 0.7];
/** Bytes per second that hardly count. */
const trickle = 1000;

/** A sample's values, and the means of the minute before it; `smooth` is the processor's mean of the last half minute. */
export type Work = {
  readonly newest: { cpu: number; served: number; disk: number };
  readonly lately: { cpu: number; served: number; disk: number; answers: number };
  smooth: number;
  /** The processor's value before the newest. */
  last: number;
};

/**
 * A step begins a spell, and a further one begins it anew: who was busy may become busier. So does work that suddenly
 * goes away while the processor stays busy: a process may run away in the midst of an honest job.
 */
export function spell(state: Float64Array, i: number, work: Work): void {
  const { newest, lately, smooth, last } = work;
  if (smooth < state[i]! + ends) state[i] = Number.NaN;
  const isNew = Number.isNaN(state[i]!);
  const isStep = newest.cpu >= lately.cpu + begins && (isNew || newest.cpu >= last + begins);
  if (isStep) state[i] = lately.cpu;
  else if (!starves(work)) return;
  else if (isNew) state[i] = newest.cpu - begins;
  else if (!isHonest(state, i, work)) return;
  state[i + 1] = lately.served;
  state[i + 2] = lately.answers;
  state[i + 3] = lately.disk;
}

/** As busy as it was, and all that is known of its work has fallen. */
function starves({ newest, lately }: Work): boolean {
  if (!(newest.cpu >= busy && newest.cpu >= lately.cpu - ends)) return false;
  const [served, disk] = [newest.served - left * lately.served, newest.disk - left * lately.disk];
  if (served >= -trickle || disk >= -trickle) return false;
  return served < 0 || disk < 0;
}

/** The spell has brought work, as honest ones do. */
function isHonest(state: Float64Array, i: number, { lately }: Work): boolean {
  return left * lately.served > state[i + 1]! + trickle || left * lately.disk > state[i + 3]! + trickle;
}
