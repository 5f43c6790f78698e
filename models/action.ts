import type { Vm } from './vm.ts';

/** One rung of the ladder. One file each in `actions/`. */
export type Action = {
  readonly id: ActionId;
  readonly title: string;
  /** Height on the ladder: a higher rung disturbs the VM more. */
  readonly rung: number;
  /** What the guest loses: shown before anybody confirms. */
  readonly costs: string;
  /** The one call that does it. */
  call(vm: Vm): Call;
  /** Why Nova would refuse it in the VM's present state (it answers 409), or undefined. */
  refuses(vm: Vm): string | undefined;
  /** Seconds that the cloud may take until the VM is ACTIVE again. */
  readonly patience: number;
};

export type ActionId = 'start' | 'soft-reboot' | 'hard-reboot';

/** An HTTP call to a service of the catalogue, exact enough to be shown and to be sent. */
export type Call = {
  readonly service: 'compute';
  readonly method: 'POST';
  readonly path: string;
  readonly body: unknown;
};
