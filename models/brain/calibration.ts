/** Platt's scaling: the network's answer as log-odds, stretched and shifted so that 0.8 is right 8 times in 10. */
export type Calibration = { readonly slope: number; readonly offset: number };

export function calibrated(raw: number, calibration: Calibration): number {
  return sigmoid(logOdds(raw, calibration));
}

/** The same as log-odds: evidence that does not saturate near 0 and 1. */
export function logOdds(raw: number, { slope, offset }: Calibration): number {
  return slope * logit(raw) + offset;
}

/** Fits on answers that the network was not trained on. `weight` undoes the thinning of healthy windows. */
export function calibrate(
  answers: readonly { readonly raw: number; readonly failing: boolean; readonly weight: number }[],
): Calibration {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < 50; round++) {
    // Newton's step on the weighted log-likelihood, with a small ridge that keeps the slope from running away.
    let [gs, go, hss, hso, hoo] = [1e-3 * (1 - slope), 0, 1e-3, 0, 1e-9];
    for (const { raw, failing, weight } of answers) {
      const x = logit(raw);
      const p = sigmoid(slope * x + offset);
      const error = weight * ((failing ? 1 : 0) - p);
      const curve = weight * p * (1 - p);
      gs += error * x;
      go += error;
      hss += curve * x * x;
      hso += curve * x;
      hoo += curve;
    }
    const determinant = hss * hoo - hso * hso;
    if (!(Math.abs(determinant) > 1e-12)) break;
    slope += (hoo * gs - hso * go) / determinant;
    offset += (hss * go - hso * gs) / determinant;
  }
  return { slope, offset };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logit(p: number): number {
  const cut = Math.min(1 - 1e-6, Math.max(1e-6, p));
  return Math.log(cut / (1 - cut));
}
