import type { FaultId } from '../../models/fault.ts';
import { fullAt, type Plot } from './plot.ts';
import type { Recorded } from './recording.ts';

/** What is true at a moment. uncertain: around the edges of a fault, or while it hides; neither learnt nor counted. */
export type Label = 'healthy' | 'failing' | 'silent' | 'uncertain';

/** The truth about one VM's life, in indices of samples. */
export type Truth = {
  readonly labels: readonly Label[];
  /** The first sample in which the fault shows beyond the VM's own noise; undefined where it never does, or nobody reads it. */
  readonly visible: number | undefined;
  /** The sample in which memory or disk is full. */
  readonly end: number | undefined;
};

/**
 * What fills is due for an alarm so many seconds before its end: ten minutes, five more to be sure, and four samples.
 * An alarm before that is neither asked for nor false.
 */
const horizon = (granularity: number) => 900 + 4 * granularity;
/** Samples of recovering after a fault. */
const aftermath = 6;

export function truthOf(life: readonly Recorded[], plot: Plot | undefined, steps: number): Truth {
  if (!plot) return { labels: life.map(({ isChanging }) => (isChanging ? 'uncertain' : 'healthy')), ...unseen };
  const [from, until] = [Math.floor(plot.from / steps), Math.ceil(plot.until / steps)];
  const first = firstSight(life, plot, from, until, steps);
  const visible = first === undefined || first >= Math.min(until, life.length) ? undefined : first;
  const full = fullAt(plot);
  const end = full === undefined ? undefined : Math.floor(full / steps);
  const soon = plot.until - horizon(10 * steps) / 10;
  const labels = life.map(({ isChanging, isLost, sick, healthy }, index): Label => {
    if (isChanging) return 'uncertain';
    if (index < from || index >= until + aftermath) return 'healthy';
    if (index >= until || visible === undefined) return 'uncertain';
    if (plot.fault === 'crash') return isLost ? 'failing' : 'uncertain';
    if (plot.fault === 'telemetry-loss') return index > visible ? 'silent' : 'uncertain';
    if (index < visible) return 'uncertain';
    // For as long as an honest job fills the processor, it would look the same without the fault.
    if (plot.fault === 'cpu-hog' && sick.cpu < healthy.cpu + 10) return 'uncertain';
    return fills(plot.fault) && index * steps < soonest(plot, soon) ? 'uncertain' : 'failing';
  });
  // One that is mended long before its end was never due for an alarm.
  return { labels, visible: labels.some((one) => one === 'failing' || one === 'silent') ? visible : undefined, end };
}

const unseen = { visible: undefined, end: undefined };

function fills(fault: FaultId): boolean {
  return fault === 'memory-leak' || fault === 'disk-full';
}

/** One that is noticed before its end counts from where it would have ended. */
function soonest(plot: Plot, soon: number): number {
  const full = fullAt({ ...plot, until: Number.POSITIVE_INFINITY })!;
  return soon - plot.until + full;
}

function firstSight(life: readonly Recorded[], plot: Plot, from: number, until: number, steps: number) {
  const whole = Math.ceil(plot.from / steps);
  const find = (holds: (one: Recorded) => boolean, least = from) => {
    const index = life.slice(least, until).findIndex(holds);
    return index < 0 ? undefined : least + index;
  };
  switch (plot.fault) {
    case 'memory-leak':
      return find(rises(life, from, 'memory'));
    case 'disk-full':
      return find(rises(life, from, 'disk'));
    case 'crash':
      return find(({ isLost }) => isLost);
    // A sample is missed when it is older than the way through Gnocchi explains.
    case 'telemetry-loss':
      return whole + 3;
    // A whole sample at its reach; honest work that fills the processor already hides it, and so does a cloud that tells
    // neither all that an honest job would read, write or send, nor that there is less of it.
    case 'cpu-hog': {
      const isBusier = rises(life, from, 'cpu', 10);
      const starves = ({ sick, healthy }: Recorded) => healthy.moved > 20 && sick.moved < 0.9 * healthy.moved;
      return find((one) => isBusier(one) && (one.sick.readsAll || starves(one)), Math.ceil((plot.from + 1) / steps));
    }
    case 'hang':
      return firstSilence(life, from, whole, until);
  }
}

/** Some points more than healthy, and twice the deviation of what it was lately. */
function rises(
  life: readonly Recorded[],
  from: number,
  name: 'cpu' | 'memory' | 'disk',
  points = 2,
): (one: Recorded) => boolean {
  const past = life.slice(Math.max(0, from - 30), from).map(({ healthy }) => healthy[name]);
  const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
  const spread = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / past.length);
  return ({ sick, healthy }) => sick[name] >= healthy[name] + points + 2 * spread;
}

/** The sample that is silent for longer than the VM ever was in its last 120; who never moves anything cannot be missed. */
function firstSilence(life: readonly Recorded[], from: number, whole: number, until: number): number | undefined {
  const past = life.slice(Math.max(0, from - 120), whole);
  let [run, longest] = [0, 0];
  for (const { healthy } of past) {
    run = healthy.moved > 1 ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  if (past.length < 20 || longest === past.length) return undefined;
  for (let index = whole; index < Math.min(until, life.length); index++) {
    run = life[index]!.sick.moved === 0 ? run + 1 : 0;
    if (run > longest) return index;
  }
  return undefined;
}
