import type { FaultId } from '../fault.ts';
import type { Thresholds } from './model.ts';

/** One VM's story as a detector scored it: a score each moment (NaN: no opinion), and what was true. */
export type Scored = {
  readonly fault: FaultId | undefined;
  /** Epoch milliseconds of the first symptom, and of the end. */
  readonly from: number;
  readonly until: number;
  readonly moments: readonly { readonly at: number; readonly score: number; readonly failing: boolean | undefined }[];
};

/** What a detector is worth to an operator. */
export type Worth = {
  readonly faults: ReadonlyMap<FaultId, { readonly all: number; readonly found: number; readonly delays: number[] }>;
  readonly falseAlarms: number;
  readonly vmDays: number;
};

/** Seconds after a fault's end in which an alarm is still put down to it. */
const grace = 300;

/** Raises alarms as the console does (`raiseAfter` of the last `raiseOf`, until a score under `clear`) and counts them. */
export function worth(stories: readonly Scored[], thresholds: Thresholds): Worth {
  const faults = new Map<FaultId, { all: number; found: number; delays: number[] }>();
  let [falseAlarms, milliseconds] = [0, 0];
  for (const story of stories) {
    const alarms = alarmTimes(story, thresholds);
    milliseconds += story.moments.at(-1)!.at - story.moments[0]!.at;
    const its = (at: number) => story.fault !== undefined && at >= story.from && at <= story.until + grace * 1000;
    falseAlarms += alarms.filter((at) => !its(at) || story.fault === 'telemetry-loss').length;
    if (!story.fault || story.fault === 'telemetry-loss') continue;
    const tally = faults.get(story.fault) ?? { all: 0, found: 0, delays: [] };
    faults.set(story.fault, tally);
    tally.all++;
    const first = alarms.find((at) => at >= story.from && at <= story.until);
    if (first === undefined) continue;
    tally.found++;
    tally.delays.push((first - story.from) / 1000);
  }
  return { faults, falseAlarms, vmDays: milliseconds / 86_400_000 };
}

/** Times at which an alarm begins. */
export function alarmTimes({ moments }: Scored, { raise, clear, raiseAfter, raiseOf }: Thresholds): number[] {
  const times: number[] = [];
  let raised = false;
  let last: number[] = [];
  for (const { at, score } of moments) {
    if (Number.isNaN(score)) continue;
    last = [...last.slice(1 - raiseOf), score];
    if (raised) raised = score >= clear;
    else if (last.filter((one) => one >= raise).length >= raiseAfter) {
      raised = true;
      times.push(at);
      last = [];
    }
  }
  return times;
}

/** Area under precision over recall (average precision) of single moments, those of unknown truth left out. */
export function prAuc(stories: readonly Scored[]): number {
  const moments = stories
    .flatMap((story) => story.moments)
    .filter(({ score, failing }) => failing !== undefined && !Number.isNaN(score))
    .sort((one, other) => other.score - one.score);
  const positives = moments.filter(({ failing }) => failing).length;
  let [area, hits] = [0, 0];
  for (let i = 0; i < moments.length; ) {
    // Equal scores enter together: their order is no skill.
    let end = i;
    let fresh = 0;
    while (end < moments.length && moments[end]!.score === moments[i]!.score) if (moments[end++]!.failing) fresh++;
    hits += fresh;
    area += (fresh / positives) * (hits / end);
    i = end;
  }
  return area;
}
