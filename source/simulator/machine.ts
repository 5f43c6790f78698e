import type { SimVm } from './vm.ts';

/** What Nova does to a server: from where, through which task, how long, and to where. */
export type Transition = {
  /** Nova's word in instance actions and in refusals. */
  readonly word: string;
  readonly from: readonly SimVm['vmState'][];
  /** Tasks under way that do not stand in its way, besides none. */
  readonly through?: readonly string[];
  readonly task: string;
  readonly seconds: number;
  readonly event: string;
  readonly to: { readonly vmState: SimVm['vmState']; readonly power: SimVm['power'] };
  /** The guest starts anew: its meters begin at zero and the console shows a boot. */
  readonly boots?: true;
};

const running = { vmState: 'active', power: 1 } as const;

export const transitions = {
  'soft-reboot': {
    ...{ word: 'reboot', from: ['active'], task: 'rebooting', seconds: 12 },
    ...{ event: 'compute_reboot_instance', to: running, boots: true },
  },
  'hard-reboot': {
    word: 'reboot',
    from: ['active', 'stopped', 'paused', 'suspended', 'error'],
    through: ['rebooting', 'rebooting_hard', 'pausing', 'unpausing', 'suspending', 'resuming'],
    task: 'rebooting_hard',
    seconds: 20,
    ...{ event: 'compute_reboot_instance', to: running, boots: true },
  },
  start: {
    ...{ word: 'start', from: ['stopped'], task: 'powering-on', seconds: 6 },
    ...{ event: 'compute_start_instance', to: running, boots: true },
  },
  stop: {
    ...{ word: 'stop', from: ['active', 'error'], task: 'powering-off', seconds: 5 },
    ...{ event: 'compute_stop_instance', to: { vmState: 'stopped', power: 4 } },
  },
  pause: {
    ...{ word: 'pause', from: ['active'], task: 'pausing', seconds: 1 },
    ...{ event: 'compute_pause_instance', to: { vmState: 'paused', power: 3 } },
  },
  unpause: {
    ...{ word: 'unpause', from: ['paused'], task: 'unpausing', seconds: 1 },
    ...{ event: 'compute_unpause_instance', to: running },
  },
  suspend: {
    ...{ word: 'suspend', from: ['active'], task: 'suspending', seconds: 4 },
    ...{ event: 'compute_suspend_instance', to: { vmState: 'suspended', power: 7 } },
  },
  resume: {
    ...{ word: 'resume', from: ['suspended'], task: 'resuming', seconds: 4 },
    ...{ event: 'compute_resume_instance', to: running },
  },
} as const satisfies Record<string, Transition>;

export type TransitionId = keyof typeof transitions;

/** Nova's sentence for a server that is in the wrong state, or undefined where the way is free. */
export function refusal(vm: SimVm, { word, from, through }: Transition): string | undefined {
  const cannot = `Cannot '${word}' instance ${vm.id} while it is in`;
  if (!from.includes(vm.vmState)) return `${cannot} vm_state ${vm.vmState}`;
  if (vm.taskState && !through?.includes(vm.taskState)) return `${cannot} task_state ${vm.taskState}`;
  return undefined;
}

/** The one word that Nova makes of vm_state and task_state. */
export function statusOf(vm: SimVm): string {
  switch (vm.vmState) {
    case 'active':
      return vm.taskState === 'rebooting' ? 'REBOOT' : vm.taskState === 'rebooting_hard' ? 'HARD_REBOOT' : 'ACTIVE';
    case 'stopped':
      return 'SHUTOFF';
    default:
      return vm.vmState.toUpperCase();
  }
}
