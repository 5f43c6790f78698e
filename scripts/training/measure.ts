import { type Point, point } from '../../models/brain/evaluation/point.ts';
import type { Thresholds } from '../../models/brain/model.ts';
import type { FaultId } from '../../models/fault.ts';
import { alarms } from './alarms.ts';
import type { Label } from './truth.ts';
import type { Story } from './world.ts';

/** One VM's story with what a detector thought of it. */
export type Run = {
  readonly story: Story;
  /** Seconds between samples. */
  readonly granularity: number;
  readonly points: readonly {
    readonly at: number;
    readonly label: Label;
    readonly score: number;
    readonly diagnosis?: FaultId | undefined;
    readonly silent?: boolean;
  }[];
};

export type FaultTally = {
  runs: number;
  /** Runs whose symptom hides in honest work, or in a metric that is not collected; they are in no other number. */
  hidden: number;
  found: number;
  /** Found within three samples of the first that shows it. */
  soon: number;
  /** Samples from the first that shows it to the alarm. */
  delays: number[];
  /** Runs with room for a warning of ten minutes, and those that gave it. */
  roomy: number;
  ahead: number;
  /** Seconds from the alarm to the full memory or disk, in the roomy runs. */
  leads: number[];
  /**
   * Found with the right diagnosis, two samples after the alarm, or after the first that shows the fault where the
   * alarm was sooner: until then the console may change its mind.
   */
  right: number;
};

export type FalseAlarm = { readonly story: Story; readonly at: number; readonly taken: FaultId | undefined };

export type Measured = {
  readonly faults: ReadonlyMap<FaultId, FaultTally>;
  readonly falseAlarms: readonly FalseAlarm[];
  readonly vmDays: number;
};

/** Seconds after a fault's end (or so many samples) in which an alarm is still put down to it. */
const grace = { seconds: 300, samples: 6 };
/** Seconds of warning that are asked for, and the least room for it: two minutes more, and four samples. */
const warning = 600;
const room = (granularity: number) => warning + Math.max(120, 4 * granularity);

/** Raises alarms as the console does and holds them against the truth. */
export function measure(runs: Iterable<Run>, thresholds: Thresholds): Measured {
  const faults = new Map<FaultId, FaultTally>();
  const falseAlarms: FalseAlarm[] = [];
  let milliseconds = 0;
  for (const run of runs) {
    const { story, granularity, points } = run;
    const raised = alarms(points, thresholds);
    milliseconds += points.at(-1)!.at - points[0]!.at;
    const late = 1000 * Math.max(grace.seconds, grace.samples * granularity);
    for (const index of raised) {
      const { at, diagnosis, silent } = points[index]!;
      const its = story.fault && at >= story.from && at <= story.until + late;
      if (!its || (story.fault === 'telemetry-loss' && !silent)) falseAlarms.push({ story, at, taken: diagnosis });
    }
    if (story.fault) count(faults, story.fault, run, raised);
  }
  return { faults, falseAlarms, vmDays: milliseconds / 86_400_000 };
}

function count(
  faults: Map<FaultId, FaultTally>,
  fault: FaultId,
  { story, granularity, points }: Run,
  raised: readonly number[],
): void {
  const none = { runs: 0, hidden: 0, found: 0, soon: 0, delays: [], roomy: 0, ahead: 0, leads: [], right: 0 };
  const tally = faults.get(fault) ?? none;
  faults.set(fault, tally);
  tally.runs++;
  const { visible, end, from, until } = story;
  if (visible === undefined) {
    tally.hidden++;
    return;
  }
  const roomy = end !== undefined && end - visible >= 1000 * room(granularity);
  if (roomy) tally.roomy++;
  const isItsOwn = ({ silent }: Run['points'][number]) => fault !== 'telemetry-loss' || silent;
  const index = raised.find((one) => {
    return points[one]!.at >= from && points[one]!.at <= until + 1000 * granularity && isItsOwn(points[one]!);
  });
  if (index === undefined) return;
  const { at } = points[index]!;
  const shows = points.findIndex((one) => one.at >= visible);
  const told = Math.max(index, shows);
  const diagnosis = points.slice(told, told + 3).findLast((one) => one.diagnosis)?.diagnosis;
  const since = points.slice(shows, index);
  // A sample that never came is no chance to see anything, unless that is the fault.
  const delay = fault === 'telemetry-loss' ? since.length : since.filter(({ score }) => !Number.isNaN(score)).length;
  tally.found++;
  if (delay <= 3) tally.soon++;
  tally.delays.push(Math.max(0, delay));
  if (diagnosis === fault) tally.right++;
  if (!roomy) return;
  const lead = (end - at) / 1000;
  tally.leads.push(lead);
  if (lead >= warning) tally.ahead++;
}

/** The figures of single moments, those without a score or a sharp truth left out. */
export function curvesOf(runs: readonly Run[]): Point {
  const scores = (...wanted: Label[]) =>
    runs.flatMap(({ points }) =>
      points.flatMap(({ score, label }) => (wanted.includes(label) && !Number.isNaN(score) ? [score] : [])),
    );
  return point([], Float64Array.from(scores('failing')), Float64Array.from(scores('healthy', 'silent')));
}
