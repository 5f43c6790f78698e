import type { VmShape } from './metric.ts';

/** A Nova server as the last answer described it. A field that Nova left out is '' or undefined, never a guess. */
export type Vm = {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly host: string;
  /** What Nova says of the host; only administrators are told. */
  readonly hostStatus?: HostStatus | undefined;
  readonly flavor: string;
  /** The image that it was made from; undefined for a VM that boots from a volume. */
  readonly image?: string | undefined;
  readonly shape: VmShape;
  /** Nova's word: ACTIVE, SHUTOFF, PAUSED, SUSPENDED, ERROR, REBOOT, HARD_REBOOT, BUILD … */
  readonly status: string;
  readonly taskState: string | undefined;
  readonly power: Power;
  readonly locked: boolean;
  /** What is said on its lock: '' for one without a reason; undefined where Nova does not tell. */
  readonly lockedReason: string | undefined;
  /** Nova's fault record, while status is ERROR. */
  readonly fault: string | undefined;
  /** Nova has two records of it: what they say. Which of them is true nobody knows for sure. */
  readonly twin?: string;
  /** What Nova left unsaid of it; left out: nothing that guards ask for. */
  readonly untold?: Untold;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** Where it can be reached: the address that its owner names, else a floating one, else a fixed one. */
  readonly address?: string | undefined;
  /** Where Heat made it. Joined from the stacks that an observation brings; Nova does not know. */
  readonly stack?: StackPlace | undefined;
  readonly createdAt: number;
  readonly launchedAt: number | undefined;
  readonly updatedAt: number;
  /** The newest instance action; asked for only when the VM is not simply running, since it costs a call per VM. */
  readonly lastAction: InstanceAction | undefined;
  /** The newest instance actions, the newest first, locks and unlocks among them; left out where they were not asked for. */
  readonly actions?: readonly InstanceAction[];
  /** Nova's fault record and its failed instance actions of the last hour. */
  readonly errors: number;
  /** Why Nova tells nothing of it now, in words: all else is what it told before. Undefined: Nova's word is current. */
  readonly unknown?: string | undefined;
};

/** Why a VM is unknown: its cell's database does not answer Nova, or no list has it and Nova does not say where it is. */
export const notReached = 'Nova does not reach its cell';
export const notListed = "Nova's list leaves it out, and Nova does not say that it was deleted";

/** What guards ask for and Nova does not tell, e.g. "locks", and the microversion that it was asked in. */
export type Untold = { readonly microversion: string; readonly things: readonly string[] };

/** Nova's power_state by name: 0, 1, 3, 4, 6, 7. */
export type Power = 'none' | 'running' | 'paused' | 'shutdown' | 'crashed' | 'suspended';

/** Nova's host_status. unknown: its nova-compute does not answer. down: a person has forced it down, so it is fenced. */
export type HostStatus = 'up' | 'unknown' | 'down' | 'maintenance';

/** A VM's place in a Heat stack: the stack's name and id, and the name of its resource there. */
export type StackPlace = { readonly name: string; readonly id: string; readonly resource: string };

/** One entry of os-instance-actions. A stop that Nova made itself, on finding the VM dead, has no user. */
export type InstanceAction = {
  readonly action: string;
  readonly userId: string | undefined;
  readonly requestId: string;
  readonly startedAt: number;
  /** "Error" is Nova's message for an action that failed. */
  readonly message: string | undefined;
};

/** A VM and its newest instance actions, the newest first, as Nova tells them when it is asked directly. */
export type Look = { readonly vm: Vm; readonly actions: readonly InstanceAction[] };

/** One VM's metric values at a time: `values[column]` by the order of `metrics`, NaN where nothing was read. */
export type Sample = { readonly vm: string; readonly at: number; readonly values: Float32Array };

/** What one tick brought. Times are epoch milliseconds. */
export type Observation = {
  /** When Nova was asked. */
  readonly askedAt?: number;
  /** Milliseconds by which our clock was ahead of Nova's then. Left out: Nova did not tell its time. */
  readonly clockAhead?: number | undefined;
  readonly vms: readonly Vm[];
  /** Ids of VMs that are deleted by Nova's own word. One that is neither here nor in `vms` is only unknown. */
  readonly gone?: readonly string[];
  readonly samples: readonly Sample[];
  /** Each source's health in this tick; a source that failed leaves the rest standing. */
  readonly sources: readonly SourceHealth[];
  /** Seconds between two samples of a VM, as the telemetry store keeps them. */
  readonly granularity: number;
  /** Mistral's executions: those that `watched` named, and all others of our workflows or on our VMs. Left out: not asked. */
  readonly executions?: readonly Execution[];
  /** Heat's stacks with servers in them, all of them. Left out: not asked, what was known stays. */
  readonly stacks?: readonly Stack[];
  /** Aodh's alarms on the probabilities that we push, by VM. Left out: the cloud was not set up for it. */
  readonly aodh?: ReadonlyMap<string, AodhAlarm>;
};

/** A workflow execution as Mistral tells of it. */
export type Execution = {
  readonly id: string;
  readonly workflow: string;
  /** The VM it is about: its input `vm` (or `server`), where it has one. */
  readonly vm: string | undefined;
  /** Mistral's word: IDLE, RUNNING, DELAYED, PAUSED, SUCCESS, ERROR, CANCELLED … ABSENT: Mistral answers that there is none. */
  readonly state: string;
  /** Mistral's state_info, in an ERROR; undefined where it says nothing. */
  readonly reason: string | undefined;
  readonly createdAt: number;
};

/** A Heat stack as Heat tells of it. */
export type Stack = {
  readonly name: string;
  readonly id: string;
  /** Heat's stack_status: CREATE_COMPLETE, UPDATE_IN_PROGRESS, UPDATE_FAILED … and its reason. */
  readonly status: string;
  readonly reason: string | undefined;
  /** Its OS::Nova::Server resources: the resource's name and the VM's id (physical_resource_id). */
  readonly servers: readonly { readonly resource: string; readonly vm: string }[];
};

/** What the next observation should look at more closely, because a heal depends on it. */
export type Watch = {
  /** VMs whose newest instance action is wanted although they simply run, or which Nova is to be asked about by their ids. */
  readonly vms: readonly string[];
  /** Ids of Mistral executions. */
  readonly executions: readonly string[];
  /** Ids of Heat stacks. */
  readonly stacks: readonly string[];
};

/** What Aodh says of a VM, and since when (NaN: not known). It sees what we push, so it is later than our own verdict. */
export type AodhAlarm = { readonly state: 'ok' | 'alarm' | 'insufficient data'; readonly since: number };

/** `newest` is the time of its newest datum, which is what an operator means by "how old is this". */
export type SourceHealth = {
  readonly source: 'nova' | 'gnocchi' | 'keystone' | 'journal' | 'mistral' | 'heat' | 'aodh' | 'push';
  readonly ok: boolean;
  readonly newest: number | undefined;
  readonly reason: string | undefined;
};
