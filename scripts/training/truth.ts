import type { FaultId } from '../../models/fault.ts';
import { fullAt, type Plot } from './plot.ts';
import type { Levels, Recorded } from './recording.ts';

/** What is true at a moment. uncertain: around the edges of a fault, neither learnt nor counted. */
export type Label = 'healthy' | 'failing' | 'silent' | 'uncertain';

/** The truth about one VM's life, in indices of samples. */
export type Truth = {
  readonly labels: readonly Label[];
  /** The first sample in which the fault shows beyond the VM's own noise; undefined where it never does, or nobody reads it. */
  readonly visible: number | undefined;
  /** The sample in which memory or disk is full. */
  readonly end: number | undefined;
};

/** An alarm earlier than this many seconds before the end (longer where samples are rare) is neither asked for nor false. */
const horizon = 1500;
/** Samples of recovering after a fault. */
const aftermath = 6;

export function truthOf(life: readonly Recorded[], plot: Plot | undefined, steps: number): Truth {
  if (!plot) return { labels: life.map(({ isChanging }) => (isChanging ? 'uncertain' : 'healthy')), ...unseen };
  const [from, until] = [Math.floor(plot.from / steps), Math.ceil(plot.until / steps)];
  const first = firstSight(life, plot, from, until, steps);
  const visible = first === undefined || first >= Math.min(until, life.length) ? undefined : first;
  const full = fullAt(plot);
  const end = full === undefined ? undefined : Math.floor(full / steps);
  const soon = plot.until - (horizon / 10) * Math.max(1, steps / 2);
  const labels = life.map(({ isChanging, isLost }, index): Label => {
    if (isChanging) return 'uncertain';
    if (index < from || index >= until + aftermath) return 'healthy';
    if (index >= until || visible === undefined) return 'uncertain';
    if (plot.fault === 'crash') return isLost ? 'failing' : 'uncertain';
    if (plot.fault === 'telemetry-loss') return index > visible ? 'silent' : 'uncertain';
    if (index <= visible) return 'uncertain';
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
    // A whole sample at its reach; honest work that fills the processor already hides it.
    case 'cpu-hog':
      return find(rises(life, from, 'cpu', 10), Math.ceil((plot.from + 1) / steps));
    // Who moves nothing for a while now and then cannot be missed.
    case 'hang':
      return talks(life.slice(Math.max(0, from - 60), from)) ? find(({ sick }) => sick.moved === 0, whole) : undefined;
  }
}

/** Some points more than healthy, and twice the deviation of what it was lately. */
function rises(life: readonly Recorded[], from: number, name: keyof Levels, points = 2): (one: Recorded) => boolean {
  const past = life.slice(Math.max(0, from - 30), from).map(({ healthy }) => healthy[name]);
  const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
  const spread = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / past.length);
  return ({ sick, healthy }) => sick[name] >= healthy[name] + points + 2 * spread;
}

function talks(past: readonly Recorded[]): boolean {
  return past.length >= 20 && past.filter(({ healthy }) => healthy.moved > 1).length >= 0.97 * past.length;
}
