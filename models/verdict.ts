import type { FaultId } from './fault.ts';

/** What we think of one VM now. */
export type Verdict = {
  readonly vm: string;
  readonly at: number;
  /** P(failing now or about to fail), 0…1; undefined while there is too little to judge by. */
  readonly probability: number | undefined;
  /** The likeliest cause; undefined for "unknown" or while healthy. */
  readonly diagnosis: FaultId | undefined;
  /** How sure of the cause, 0…1. */
  readonly confidence: number;
  /** What moved the probability most, in words, strongest first. */
  readonly reasons: readonly string[];
  /** Seconds until the VM fails, where a trend allows to say so. */
  readonly timeToFailure: number | undefined;
  /** The same as a band, soonest and latest, in nine of ten cases; undefined where the trend is too unsure. */
  readonly timeToFailureBand: readonly [number, number] | undefined;
  /** Time of the newest sample it rests on. */
  readonly sampledAt: number | undefined;
  /** Milliseconds since the newest sample; undefined: never had one. */
  readonly sampleAge: number | undefined;
  readonly freshness: Freshness;
};

/** stale: older than three polls. none: never had a sample. */
export type Freshness = 'fresh' | 'stale' | 'none';
