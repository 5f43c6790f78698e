/** Platt's scaling: the network's answer as log-odds, stretched and shifted so that 0.8 is right 8 times in 10. */
export type Calibration = { readonly slope: number; readonly offset: number };

export function calibrated(raw: number, calibration: Calibration): number {
  return sigmoid(logOdds(raw, calibration));
}

/** The same as log-odds: evidence that does not saturate near 0 and 1. */
export function logOdds(raw: number, { slope, offset }: Calibration): number {
  return slope * logit(raw) + offset;
}

export type Answer = { readonly raw: number; readonly failing: boolean; readonly weight: number };

/**
 * Fits on answers that the network was not trained on; `weight` undoes the thinning of healthy windows. Newton's
 * steps, halved until they help: far from the end a whole one overshoots.
 */
export function calibrate(answers: readonly Answer[]): Calibration {
  let best: Calibration = { slope: 1, offset: 0 };
  let loss = lossOf(answers, best);
  for (let round = 0; round < 40; round++) {
    const step = newton(answers, best);
    let next = moved(best, step, 1);
    for (let size = 0.5; size > 1e-3 && !(lossOf(answers, next) < loss); size /= 2) next = moved(best, step, size);
    const lower = lossOf(answers, next);
    if (!(lower < loss - 1e-9)) break;
    [best, loss] = [next, lower];
  }
  return best;
}

function newton(answers: readonly Answer[], calibration: Calibration): Calibration {
  let [gs, go, hss, hso, hoo] = [0, 0, 1e-9, 0, 1e-9];
  for (const { raw, failing, weight } of answers) {
    const x = logit(raw);
    const p = calibrated(raw, calibration);
    const error = weight * ((failing ? 1 : 0) - p);
    const curve = weight * p * (1 - p);
    gs += error * x;
    go += error;
    hss += curve * x * x;
    hso += curve * x;
    hoo += curve;
  }
  const determinant = hss * hoo - hso * hso;
  return { slope: (hoo * gs - hso * go) / determinant, offset: (hss * go - hso * gs) / determinant };
}

function moved({ slope, offset }: Calibration, step: Calibration, size: number): Calibration {
  return { slope: slope + size * step.slope, offset: offset + size * step.offset };
}

/** Weighted log-loss, by softplus so that it never overflows. */
function lossOf(answers: readonly Answer[], calibration: Calibration): number {
  return answers.reduce((sum, { raw, failing, weight }) => {
    const odds = logOdds(raw, calibration) * (failing ? -1 : 1);
    return sum + weight * (Math.max(0, odds) + Math.log1p(Math.exp(-Math.abs(odds))));
  }, 0);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  const cut = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(cut / (1 - cut));
}
