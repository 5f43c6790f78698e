import type { Model } from './brain/model.ts';
import type { CloudInfo, Entry, Injection, Mode } from './event.ts';
import type { Incident } from './incident.ts';
import { Ring } from './ring.ts';
import type { Verdict } from './verdict.ts';
import type { AodhAlarm, SourceHealth, Vm } from './vm.ts';

/** Everything we believe. Small and immutable, but for the ring (numbers) that only `sense` writes. */
export type State = {
  readonly at: number;
  readonly settings: HealSettings;
  readonly mode: Mode;
  readonly readOnly: boolean;
  readonly cloud: CloudInfo | undefined;
  readonly model: Model;
  readonly sources: readonly SourceHealth[];
  /** Seconds between samples. */
  readonly granularity: number;
  /** Time of the last observation that Nova answered. */
  readonly novaAt: number | undefined;
  readonly vms: ReadonlyMap<string, Vm>;
  readonly ring: Ring;
  /** The last probabilities of each VM, oldest first, one a verdict. */
  readonly probabilities: ReadonlyMap<string, readonly number[]>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Aodh's opinion beside ours, by VM; empty where the cloud was not set up for it. */
  readonly aodh: ReadonlyMap<string, AodhAlarm>;
  /** Open incidents by VM id. */
  readonly incidents: ReadonlyMap<string, Incident>;
  /** Closed ones, newest first, the last hundred. */
  readonly history: readonly Incident[];
  readonly injections: readonly Injection[];
  /** Console lines gathered as evidence, by VM. */
  readonly evidence: ReadonlyMap<string, readonly string[]>;
  /** The audit's last five hundred lines, newest first. */
  readonly entries: readonly Entry[];
};

export type HealSettings = {
  /** Seconds between two polls. */
  readonly interval: number;
  /** Seconds after a heal of a VM during which it is not healed again. */
  readonly cooldown: number;
  /** Fresh healthy verdicts in a row that prove a heal. */
  readonly healthyVerdicts: number;
  /** Seconds that a heal is given to show healthy verdicts before the next rung. */
  readonly verifyWithin: number;
};

export const defaultSettings: HealSettings = { interval: 10, cooldown: 300, healthyVerdicts: 3, verifyWithin: 180 };

/** The beginning: nothing seen yet. */
export function emptyState(model: Model, mode: Mode, readOnly = false, settings = defaultSettings): State {
  return {
    at: 0,
    settings,
    mode,
    readOnly,
    cloud: undefined,
    model,
    sources: [],
    granularity: settings.interval,
    novaAt: undefined,
    vms: new Map(),
    ring: new Ring(),
    probabilities: new Map(),
    verdicts: new Map(),
    aodh: new Map(),
    incidents: new Map(),
    history: [],
    injections: [],
    evidence: new Map(),
    entries: [],
  };
}
