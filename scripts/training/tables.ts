import type { Point } from '../../models/brain/evaluation/point.ts';
import { faults } from '../../models/faults/index.ts';
import type { FalseAlarm, FaultTally, Measured } from './measure.ts';
import type { Story } from './world.ts';

/** A Markdown table of how each fault was found. */
export function faultTable({ faults: tallies }: Measured): string {
  const rows = faults.flatMap(({ id }) => {
    const tally = tallies.get(id);
    return tally ? [row([id, ...cells(tally)])] : [];
  });
  const titles = ['runs', 'hidden', 'found', '≤ 3 samples', 'delay p50, p95'];
  const more = ['with room', 'warned ≥ 10 min before', 'lead p50', 'right diagnosis'];
  return [row(['fault', ...titles, ...more]), `|${'---|'.repeat(10)}`, ...rows].join('\n');
}

function cells({ runs, hidden, found, soon, delays, roomy, ahead, leads, right }: FaultTally): string[] {
  const shown = runs - hidden;
  const warned = roomy ? [`${roomy}`, percent(ahead, roomy), `${(quantile(leads, 0.5) / 60).toFixed(0)} min`] : [];
  return [
    ...[`${runs}`, `${hidden}`, percent(found, shown), percent(soon, shown)],
    `${quantile(delays, 0.5)}, ${quantile(delays, 0.95)}`,
    ...(roomy ? warned : ['', '', '']),
    percent(right, found),
  ];
}

/** A Markdown table of what false alarms came from: which honest occasion, and what it was taken for. */
export function falseAlarmTable({ falseAlarms, vmDays }: Measured, stories: readonly Story[]): string {
  const happened = new Map<string, number>();
  for (const { id } of stories.flatMap(({ occasions }) => occasions)) happened.set(id, (happened.get(id) ?? 0) + 1);
  const causes = Map.groupBy(falseAlarms, causeOf);
  const rows = [...causes].sort(([, one], [, other]) => other.length - one.length);
  return [
    row(['honest occasion', 'times', 'false alarms', 'taken for']),
    '|---|---|---|---|',
    ...rows.map(([cause, alarms]) => row([cause, `${happened.get(cause) ?? ''}`, `${alarms.length}`, taken(alarms)])),
    row(['all', '', `${falseAlarms.length}`, `${(falseAlarms.length / vmDays).toFixed(3)} a VM-day`]),
  ].join('\n');
}

/** What began last of all that is going on, or was a quarter of an hour ago. */
export function causeOf({ story, at }: FalseAlarm): string {
  const near = story.occasions.filter(({ from, until }) => from <= at && at <= until + 900_000);
  const [last] = near.sort((one, other) => other.from - one.from);
  return last?.id ?? (story.fault ? `none, ${story.fault} in its life` : 'none');
}

function taken(alarms: readonly FalseAlarm[]): string {
  const counts = [...Map.groupBy(alarms, (one) => one.taken ?? 'unknown')];
  return counts.map(([cause, some]) => `${cause} ${some.length}`).join(', ');
}

export function curveLine({ prAuc, brier, baseRate, ece }: Point): string {
  const base = baseRate * (1 - baseRate);
  return `PR-AUC ${prAuc?.toFixed(3)}, Brier ${brier?.toFixed(5)} (base rate ${base.toFixed(5)}), ECE ${ece?.toFixed(4)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function percent(part: number, whole: number): string {
  return whole ? `${((100 * part) / whole).toFixed(1)} %` : '';
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
