import type { VmShape } from './metric.ts';

/** A Nova server as the last answer described it. A field that Nova left out is '' or undefined, never a guess. */
export type Vm = {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly host: string;
  readonly flavor: string;
  readonly shape: VmShape;
  /** Nova's word: ACTIVE, SHUTOFF, PAUSED, SUSPENDED, ERROR, REBOOT, HARD_REBOOT, BUILD … */
  readonly status: string;
  readonly taskState: string | undefined;
  readonly power: Power;
  readonly locked: boolean;
  readonly lockedReason: string | undefined;
  /** Nova's fault record, while status is ERROR. */
  readonly fault: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly launchedAt: number | undefined;
  readonly updatedAt: number;
  /** The newest instance action; asked for only when the VM is not simply running, since it costs a call per VM. */
  readonly lastAction: InstanceAction | undefined;
  /** Nova's fault record and its failed instance actions of the last hour. */
  readonly errors: number;
};

/** Nova's power_state by name: 0, 1, 3, 4, 6, 7. */
export type Power = 'none' | 'running' | 'paused' | 'shutdown' | 'crashed' | 'suspended';

/** One entry of os-instance-actions. A stop that Nova made itself, on finding the VM dead, has no user. */
export type InstanceAction = {
  readonly action: string;
  readonly userId: string | undefined;
  readonly requestId: string;
  readonly startedAt: number;
  /** "Error" is Nova's message for an action that failed. */
  readonly message: string | undefined;
};

/** One VM's metric values at a time: `values[column]` by the order of `metrics`, NaN where nothing was read. */
export type Sample = { readonly vm: string; readonly at: number; readonly values: Float32Array };

/** What one tick brought. Times are epoch milliseconds. */
export type Observation = {
  /** When Nova was asked. */
  readonly askedAt?: number;
  readonly vms: readonly Vm[];
  readonly samples: readonly Sample[];
  /** Each source's health in this tick; a source that failed leaves the rest standing. */
  readonly sources: readonly SourceHealth[];
  /** Seconds between two samples of a VM, as the telemetry store keeps them. */
  readonly granularity: number;
  /** Aodh's alarms on the probabilities that we push, by VM. Left out: the cloud was not set up for it. */
  readonly aodh?: ReadonlyMap<string, AodhAlarm>;
};

/** What Aodh says of a VM, and since when. It sees what we push, so it is later than our own verdict. */
export type AodhAlarm = { readonly state: 'ok' | 'alarm' | 'insufficient data'; readonly since: number };

/** `newest` is the time of its newest datum, which is what an operator means by "how old is this". */
export type SourceHealth = {
  readonly source: 'nova' | 'gnocchi' | 'keystone' | 'journal' | 'aodh' | 'push';
  readonly ok: boolean;
  readonly newest: number | undefined;
  readonly reason: string | undefined;
};
