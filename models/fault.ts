import type { ActionId } from './action.ts';

/** A known cause: what can be injected and what can be diagnosed. One file each in `faults/`. */
export type Fault = {
  readonly id: FaultId;
  readonly title: string;
  /** One sentence for the operator: what goes wrong. */
  readonly words: string;
  /** The actions worth trying, mildest first. Empty: no action helps, the incident is for a person. */
  readonly ladder: readonly ActionId[];
  /** Seconds that it must last before it is healed without being asked, where it may pass by itself. */
  readonly wait?: number;
  /** It grows: between its first sign and the failure there is time. */
  readonly gradual?: true;
  /** Why nothing is done, where the ladder is empty. */
  readonly leftAlone?: string;
  /** Actions that end the fault in the simulated world. */
  readonly cures: readonly ActionId[];
  /** How the load of a simulated VM changes `seconds` after the injection; `dice` gives numbers in 0…1. */
  symptoms(load: Load, seconds: number, dice: () => number): Load;
};

export type FaultId = 'cpu-hog' | 'memory-leak' | 'disk-full' | 'crash' | 'hang' | 'telemetry-loss';

/** What a simulated VM does in one step: levels in per cent, rates per second, latency in ms. */
export type Load = {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
  readonly diskRead: number;
  readonly diskWrite: number;
  readonly diskLatency: number;
  readonly netIn: number;
  readonly netOut: number;
  readonly netDrops: number;
  readonly netErrors: number;
  /** The guest has died: the hypervisor finds the VM powered off. */
  readonly dead?: boolean;
  /** The guest runs, but its telemetry is lost on the way. */
  readonly silent?: boolean;
  /** A line that the guest writes on its console in this step. */
  readonly console?: string;
};
