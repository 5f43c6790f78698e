import type { Thresholds } from '../../models/brain/model.ts';
import { type Measured, measure } from './measure.ts';
import type { JudgedRun } from './runs.ts';

/** False alarms per VM-day on nasty days: an operator bears 0.1, and loads that nobody has thought of bring three quarters more. */
const bearable = 0.1 / 1.75;
const raises = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98];
/** One verdict alone never raises an alarm: loads that nobody has thought of would. */
const patience = [
  [2, 2],
  [2, 3],
  [3, 3],
  [3, 4],
] as const;

/**
 * The thresholds with which most faults are found in time, and of equals the quickest, among those that an operator
 * can bear on nasty healthy days. Where none is bearable, the calmest.
 */
export function chosen(runs: readonly JudgedRun[]): Thresholds {
  const [days, worlds] = [runs.filter(({ scene }) => scene === 'day'), runs.filter(({ scene }) => scene !== 'day')];
  const candidates = patience.flatMap(([raiseAfter, raiseOf]) =>
    raises.map((raise) => {
      const thresholds = { raise, clear: raise / 3, raiseAfter, raiseOf };
      const { falseAlarms, vmDays } = measure(days, thresholds);
      const rate = falseAlarms.length / vmDays;
      return { thresholds, rate, worth: rate <= bearable ? worthOf(measure(worlds, thresholds)) : 0 };
    }),
  );
  const calmest = Math.min(...candidates.map(({ rate }) => rate));
  const borne = candidates.filter(({ rate }) => rate <= Math.max(bearable, calmest));
  return borne.reduce((best, one) => (one.worth > best.worth ? one : best)).thresholds;
}

/** Mean over the faults of what was found in time: soon, or with ten minutes to spare; a sample of delay costs a little. */
function worthOf({ faults, falseAlarms, vmDays }: Measured): number {
  const worths = [...faults.values()].map(({ runs, hidden, found, soon, roomy, ahead, delays }) => {
    const shown = runs - hidden;
    if (!shown) return 1;
    const inTime = roomy ? 0.5 * (ahead / roomy) + 0.5 * (found / shown) : 0.8 * (soon / shown) + 0.2 * (found / shown);
    const delay = delays.reduce((sum, one) => sum + Math.min(20, one), 0) / Math.max(1, delays.length);
    return inTime - 0.002 * delay;
  });
  return worths.reduce((sum, one) => sum + one, 0) / worths.length - 0.01 * (falseAlarms.length / vmDays);
}
