import type { Aodh } from '../openstack/aodh.ts';
import type { Heat } from '../openstack/heat.ts';
import type { Mistral } from '../openstack/mistral.ts';
import type { Nova } from '../openstack/nova.ts';
import type { OwnMetrics } from '../openstack/own-metrics.ts';

/** A kind of thing that `setup` makes in a cloud and `teardown` removes. One file each. */
export type Thing = {
  readonly name: string;
  /** What it is for. */
  readonly words: string;
  /** The service of the catalogue that it lives in; where that is missing, so is the thing. */
  readonly service: 'metric' | 'alarming' | 'workflow' | 'orchestration';
  /** So many of them at a time, where their service is slow; eight otherwise. */
  readonly atOnce?: number;
  /** All of its kind: what is there of ours, and what should be. */
  look(site: Site): Promise<readonly Item[]>;
};

/** One of them. `make` brings it to what it should be, or comes to a `LeftOut`; `remove` takes it away. */
export type Item = {
  readonly name: string;
  /** different: ours, but not as it should be. needless: ours, and wanted no more. */
  readonly state: 'there' | 'missing' | 'different' | 'needless';
  readonly make?: () => Promise<unknown>;
  readonly remove?: () => Promise<void>;
};

/** Why something was not made, though nothing failed. */
export class LeftOut {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/** The cloud to be set up, and how. */
export type Site = {
  readonly nova: Nova;
  readonly metrics: OwnMetrics;
  readonly aodh: Aodh;
  readonly mistral: Mistral;
  readonly heat: Heat;
  readonly wishes: Wishes;
  /** Epoch milliseconds, of the site's own clock. */
  readonly now: () => number;
  /** Waits, of the same clock; not at all in a dry run. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Nothing is changed: what is asked for after a change is as before. */
  readonly dry: boolean;
};

export type Wishes = {
  /** Seconds between two probabilities of a VM. */
  readonly interval: number;
  /** The probability from which on a VM counts as failing, and how many in a row. */
  readonly threshold: number;
  readonly periods: number;
  /** Seconds after any change of a VM in which it is not healed without a person. */
  readonly cooldown: number;
  /** With no console open: so many heals at most in so many seconds. */
  readonly budget: number;
  readonly budgetWindow: number;
  readonly autonomous: boolean;
};
