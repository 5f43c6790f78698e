import type { Vm } from './vm.ts';

/** One rung of the ladder. One file each in `actions/`. */
export type Action = {
  readonly id: ActionId;
  /** Nova's word for it in its instance actions; undefined where it is no action of Nova's. */
  readonly word?: string;
  readonly title: string;
  /** Height on the ladder: a higher rung disturbs the VM more. 0 (evidence) and 1 (wait) are no calls, 8 is quarantine. */
  readonly rung: number;
  /** What the guest loses: shown before anybody confirms. */
  readonly costs: string;
  /** It destroys data or may run a VM twice: the VM's name must be typed, and no mode does it by itself. */
  readonly destroys?: true;
  /** The role that Nova's policy asks for. */
  readonly needs: 'member' | 'admin';
  /** The ways it can be done; the first is the default. */
  readonly routes: readonly Route[];
  /** It brings the VM to another host: done means that it is there. */
  readonly moves?: true;
  /** Whether it is for VMs of this kind at all, whatever state they are in. Left out: for all. */
  fits?(vm: Vm): boolean;
  /** Why the cloud would refuse it in the VM's present state (Nova answers 409), or undefined. */
  refuses(vm: Vm): string | undefined;
  /** What must come before the call that does it, and what takes that back if the call is then refused. */
  prepare?(vm: Vm): { readonly before: Call; readonly undo: Call };
  /** The one call that does it. */
  call(vm: Vm): Call;
  /** What has to follow once it is done. The cloud may refuse that. */
  finish?(vm: Vm): Call;
  /** Seconds that the cloud may take until the VM is ACTIVE again. */
  readonly patience: number;
};

export type ActionId =
  | 'resume'
  | 'unpause'
  | 'start'
  | 'soft-reboot'
  | 'hard-reboot'
  | 'live-migrate'
  | 'heat-replace'
  | 'rebuild'
  | 'evacuate';

/** nova: the call itself. mistral: an execution of our workflow for the action. heat: an update of the VM's stack. */
export type Route = 'nova' | 'mistral' | 'heat';

/** The services that calls go to, by their usual types in the catalogue (Mistral's is `workflowv2` there, or `workflow`). */
export type Service = 'compute' | 'orchestration' | 'workflow' | 'alarming' | 'metric';

/**
 * An HTTP call to a service of the catalogue, exact enough to be shown and to be sent. `path` is relative to the
 * service's endpoint, without Mistral's and Aodh's version.
 */
export type Call = {
  readonly service: Service;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body: unknown;
};
