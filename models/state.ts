import type { Model } from './brain/model.ts';
import type { Claim } from './claims.ts';
import type { CloudInfo } from './cloud-info.ts';
import { Curves } from './curves.ts';
import type { Entry, Injection, Lease, Mode } from './event.ts';
import { defaultSettings, type HealSettings } from './heal-settings.ts';
import type { HostTrouble } from './hosts.ts';
import type { Incident } from './incident.ts';
import { Ring } from './ring.ts';
import { emptyTally, type Tally } from './tally.ts';
import type { Verdict } from './verdict.ts';
import type { AodhAlarm, Execution, SourceHealth, Stack, Vm } from './vm.ts';

/** Everything we believe. Small and immutable, but for the numbers of ring and curves. */
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
  /** Milliseconds by which this machine's clock is ahead of Nova's; undefined: Nova has not told. */
  readonly clockAhead: number | undefined;
  /** Milliseconds from then until its answer was there. */
  readonly novaTook: number;
  readonly vms: ReadonlyMap<string, Vm>;
  readonly ring: Ring;
  /** The last probabilities of each VM, oldest first, one a verdict. */
  readonly probabilities: ReadonlyMap<string, readonly number[]>;
  /** The same with their times, and as far back as the ring goes. */
  readonly curves: Curves;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Aodh's opinion beside ours, by VM; empty where the cloud was not set up for it. */
  readonly aodh: ReadonlyMap<string, AodhAlarm>;
  /** Open incidents by VM id. */
  readonly incidents: ReadonlyMap<string, Incident>;
  /** Closed ones, newest first, the last hundred. */
  readonly history: readonly Incident[];
  /** All of the closed ones, counted. */
  readonly tally: Tally;
  /** Hosts of which several VMs fail at once, by name. */
  readonly hosts: ReadonlyMap<string, HostTrouble>;
  /** Set while too many VMs are unhealthy at once: no heal starts by itself then. */
  readonly brake: Brake | undefined;
  /** Set by the kill switch. */
  readonly halted: { readonly who: string; readonly at: number } | undefined;
  /** VMs that are not healed any more until a person lifts it. */
  readonly quarantine: ReadonlyMap<string, Quarantine>;
  /** By `subjectKey`. */
  readonly maintenance: ReadonlyMap<string, Maintenance>;
  /** The heals of the last week, the oldest first; they outlive a restart. */
  readonly claims: readonly Claim[];
  /** VMs that were unlocked because our lock was left on them, and when that was last tried. */
  readonly unlocked: ReadonlyMap<string, number>;
  readonly lease: Lease | undefined;
  /** Our own id as a holder of claims, and those of all others on this journal that live. */
  readonly holder: string;
  readonly others: ReadonlySet<string>;
  /** Whether what the dead left under way is taken up: not by a single command. */
  readonly tends: boolean;
  /** Mistral's executions and Heat's stacks as last told, by id. */
  readonly executions: ReadonlyMap<string, Execution>;
  readonly stacks: ReadonlyMap<string, Stack>;
  readonly injections: readonly Injection[];
  /** Console lines gathered as evidence, by VM. */
  readonly evidence: ReadonlyMap<string, readonly string[]>;
  /** The audit's last five hundred lines, newest first. */
  readonly entries: readonly Entry[];
};

/** `calmSince`: since when few enough are unhealthy again. */
export type Brake = { readonly since: number; readonly words: string; readonly calmSince: number | undefined };

export type Quarantine = { readonly since: number; readonly vmName: string; readonly words: string };

export type Maintenance = {
  readonly who: string;
  readonly since: number;
  readonly until: number | undefined;
  readonly reason: string;
};

/** The beginning: nothing seen yet. */
export function emptyState(
  model: Model,
  mode: Mode,
  readOnly = false,
  settings: HealSettings = defaultSettings,
): State {
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
    clockAhead: undefined,
    novaTook: 0,
    vms: new Map(),
    ring: new Ring(),
    probabilities: new Map(),
    curves: new Curves(),
    verdicts: new Map(),
    aodh: new Map(),
    incidents: new Map(),
    history: [],
    tally: emptyTally,
    hosts: new Map(),
    brake: undefined,
    halted: undefined,
    quarantine: new Map(),
    maintenance: new Map(),
    claims: [],
    unlocked: new Map(),
    lease: undefined,
    holder: '',
    others: new Set(),
    tends: true,
    executions: new Map(),
    stacks: new Map(),
    injections: [],
    evidence: new Map(),
    entries: [],
  };
}

export { defaultSettings, type HealSettings };
