import type { ActionId, Route } from './action.ts';
import type { Mode } from './event.ts';

/** A count, or a share of all there are, as "20 %". */
export type Limit = number | `${number} %`;

/** The limits that may be shares, by their names in the settings. */
export const limitNames = ['concurrent', 'perHost', 'budget', 'brakeCount', 'hostVms'] as const;
export type LimitName = (typeof limitNames)[number];

/** A limit as a count of these many: a share is rounded down, and is never less than `least`. */
export function countOf(limit: Limit, all: number, least = 1): number {
  return typeof limit === 'number' ? limit : Math.max(least, Math.floor((Number.parseFloat(limit) / 100) * all));
}

/** What was written as a limit, or undefined where it is none: a whole number from `least` on, or a share up to 100 %. */
export function readLimit(written: string, least = 1): Limit | undefined {
  const [, number = '', percent] = /^(\d{1,7}(?:\.\d{1,3})?)\s*(%)?$/.exec(written.trim()) ?? [];
  const value = Number(number);
  if (percent) return value > 0 && value <= 100 ? `${value} %` : undefined;
  return number && Number.isInteger(value) && value >= least && value <= mostCount ? value : undefined;
}

/** All numbers of healing. A user may change each in the settings file. Times are seconds. */
export type HealSettings = {
  /** Between two polls. */
  readonly interval: number;
  /** After a heal of a VM during which it is not healed again for another incident. */
  readonly cooldown: number;
  /** Fresh healthy verdicts in a row that prove a heal. */
  readonly healthyVerdicts: number;
  /** What a heal is given to show healthy verdicts before the next rung. */
  readonly verifyWithin: number;
  /** After a VM was created, or somebody else did something to it, during which it is left to settle. */
  readonly grace: number;
  /** Heals under way at once: in all, and on one host (a share: of the VMs, and of those on the host). */
  readonly concurrent: Limit;
  readonly perHost: Limit;
  /** At most so many heals of the fleet in a window of so many seconds. */
  readonly budget: Limit;
  readonly budgetWindow: number;
  /** At most so many heals of one VM in 24 hours. */
  readonly perVm: number;
  /** Between two heals of a VM: so long after the first, doubled with each further one in 24 hours. */
  readonly backoff: number;
  /** So many heals of a VM without help in 24 hours put it into quarantine. */
  readonly failures: number;
  /** The brake: no heal starts by itself while this share, or so many VMs, are unhealthy at once … */
  readonly brakeShare: number;
  readonly brakeCount: Limit;
  /** … but never for fewer than this: one sick VM of three is a third of a small cloud and no storm. */
  readonly brakeLeast: number;
  /** So long it must have been calm before the brake lets go. */
  readonly brakeCooldown: number;
  /** So many bad VMs on one host make it a matter of the host. */
  readonly hostVms: Limit;
  /** Above this share of silent VMs it is the telemetry that failed. */
  readonly silentShare: number;
  /** The highest rung that auto mode climbs without asking. */
  readonly ceiling: number;
  /** Heal only VMs whose metadata says `cloud-medic: on`; else all but those that say `off`. */
  readonly optIn: boolean;
  /** A mode of its own for an action; the milder of this and the console's holds. */
  readonly modes: Readonly<Partial<Record<ActionId, Mode>>>;
  /** The way an action goes, where it knows several; nova if nothing is said. */
  readonly routes: Readonly<Partial<Record<ActionId, Route>>>;
};

/** Seconds between two polls: oftener would be a burden to the cloud, seldomer no watch. */
export const intervalBounds = { least: 1, most: 3600 } as const;

/** Seconds that any other setting may last: a year. */
export const longestSetting = 366 * 86_400;

/** The most that is counted to. */
export const mostCount = 1_000_000;

export const defaultSettings: HealSettings & Readonly<Record<LimitName, number>> = {
  interval: 10,
  cooldown: 300,
  healthyVerdicts: 3,
  verifyWithin: 180,
  grace: 120,
  concurrent: 2,
  perHost: 1,
  budget: 5,
  budgetWindow: 600,
  perVm: 3,
  backoff: 60,
  failures: 3,
  brakeShare: 0.3,
  brakeCount: 5,
  brakeLeast: 3,
  brakeCooldown: 300,
  hostVms: 3,
  silentShare: 0.2,
  ceiling: 4,
  optIn: false,
  modes: {},
  routes: {},
};
