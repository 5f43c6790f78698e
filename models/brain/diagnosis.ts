import type { FaultId } from '../fault.ts';
import { faultById } from '../faults/index.ts';
import { type Calibration, calibrated } from './calibration.ts';
import type { Model } from './model.ts';

/** The likeliest cause of a failing VM; `cause` is undefined where that would be a guess, and `doubt` says between what. */
export type Diagnosis = {
  readonly cause: FaultId | undefined;
  /** P(this is the cause), 0…1; 0 for an unknown one. */
  readonly confidence: number;
  readonly doubt: string | undefined;
};

/** Less sure than this is "unknown": no action should rest on it. */
const sureEnough = 0.5;

/** From the network's outputs: failing first, then one for each cause. */
export function diagnose(outputs: ArrayLike<number>, { causes, confidence }: Model): Diagnosis {
  const [best, second] = ranked(outputs);
  const sure = confidenceOf(outputs, best, confidence);
  if (sure >= sureEnough) return { cause: causes[best]!, confidence: sure, doubt: undefined };
  const names = [best, second].map((index) => faultById(causes[index]!).title);
  return { cause: undefined, confidence: 0, doubt: `cause unclear: ${names.join(' or ')}?` };
}

/** Silence is a cause of its own, however healthy the VM is: how sure of it, 0…1, or 0 where another cause is likelier. */
export function silenceOf(outputs: ArrayLike<number>, { causes }: Model): number {
  const silent = causes.indexOf('telemetry-loss');
  return silent >= 0 && ranked(outputs)[0] === silent ? outputs[silent + 1]! : 0;
}

/** How much of what points at a failure points at this cause, before calibration, 0…1. */
export function shareOf(outputs: ArrayLike<number>, cause: number): number {
  let sum = 0;
  for (let index = 1; index < outputs.length; index++) sum += outputs[index]!;
  return outputs[cause + 1]! / Math.max(sum, outputs[0]!, 1e-9);
}

/** The two strongest causes, as places in the model's list. */
export function ranked(outputs: ArrayLike<number>): readonly [number, number] {
  let [best, second] = [0, 0];
  for (let index = 1; index < outputs.length; index++) {
    if (outputs[index]! > outputs[best + 1]!) [best, second] = [index - 1, best];
    else if (second === best || outputs[index]! > outputs[second + 1]!) second = index - 1;
  }
  return [best, second];
}

function confidenceOf(outputs: ArrayLike<number>, cause: number, calibration: Calibration): number {
  return calibrated(shareOf(outputs, cause), calibration);
}
