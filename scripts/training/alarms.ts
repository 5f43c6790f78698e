import type { Thresholds } from '../../models/brain/model.ts';

/** Healthy verdicts in a row that end an alarm, as in the console. */
const healthyInARow = 3;

/**
 * Indices at which alarms begin in one VM's story, raised as the console does: `raiseAfter` of the last `raiseOf`
 * scores over `raise`, or `silent` where lost telemetry is an alarm without any score. Several healthy ones end it.
 */
export function alarms(
  points: readonly { readonly score: number; readonly silent?: boolean }[],
  { raise, clear, raiseAfter, raiseOf }: Thresholds,
): number[] {
  const begun: number[] = [];
  let raised = false;
  let healthy = 0;
  const last: number[] = [];
  points.forEach(({ score, silent = false }, index) => {
    if (Number.isNaN(score) && !silent) return;
    if (!Number.isNaN(score)) last.push(score);
    if (last.length > raiseOf) last.shift();
    if (raised) {
      healthy = score < clear && !silent ? healthy + 1 : 0;
      raised = healthy < healthyInARow;
    } else if (silent || (score >= raise && last.filter((one) => one >= raise).length >= raiseAfter)) {
      raised = true;
      healthy = 0;
      begun.push(index);
    }
  });
  return begun;
}
