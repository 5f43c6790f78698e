import type { FaultId } from '../fault.ts';
import type { Ring } from '../ring.ts';
import type { Verdict } from '../verdict.ts';
import type { Vm } from '../vm.ts';
import type { Calibration } from './calibration.ts';

/** A trained brain for VMs, as its file holds it: weights with all that is needed to judge by them, and how well they did. */
export type Model = {
  readonly kind: 'vm';
  /** Version of the features' definition; another one is refused at the door. */
  readonly featureVersion: number;
  readonly features: readonly string[];
  readonly causes: readonly FaultId[];
  /** brain.js' own JSON. */
  readonly network: unknown;
  readonly calibration: Calibration;
  /** The same for the confidence in a cause. */
  readonly confidence: Calibration;
  /** A verdict over `raise` counts towards an alarm (`raiseAfter` of the last `raiseOf`), one under `clear` towards its end. */
  readonly thresholds: Thresholds;
  /** The mean of each feature while healthy: what a reason is measured against. */
  readonly healthyMean: readonly number[];
  readonly trainedOn: {
    readonly data: string;
    readonly samples: number;
    readonly seeds: readonly number[];
    readonly scores: Readonly<Record<string, number>>;
  };
};

export type Thresholds = {
  readonly raise: number;
  readonly clear: number;
  readonly raiseAfter: number;
  readonly raiseOf: number;
};

/** Judges all VMs at once: what `diagnose` asks for. */
export type Judge = (question: {
  readonly vms: Iterable<Vm>;
  readonly ring: Ring;
  readonly at: number;
  /** Seconds between samples. */
  readonly granularity: number;
  readonly model: Model;
}) => Verdict[];
