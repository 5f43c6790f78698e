import type { SimVm } from './vm.ts';

/** What Nova does to a server: from where, through which task, how long, and to where. */
export type Transition = {
  /** Nova's word in instance actions. */
  readonly word: string;
  /** Nova's word in refusals, where it is another. */
  readonly refusal?: string;
  readonly from: readonly SimVm['vmState'][];
  /** Tasks under way that do not stand in its way, besides none. */
  readonly through?: readonly string[] | 'any';
  readonly task: string;
  readonly seconds: number;
  readonly event: string;
  readonly to: { readonly vmState: SimVm['vmState']; readonly power: SimVm['power'] };
  /** A VM in these states stays in them. */
  readonly keeps?: readonly SimVm['vmState'][];
  /** The guest starts anew: its meters begin at zero and the console shows a boot. */
  readonly boots?: true;
  /** The VM is on another host afterwards. */
  readonly moves?: true;
};

const running = { vmState: 'active', power: 1 } as const;

export const transitions = {
  create: {
    ...{ word: 'create', from: ['building'], task: 'spawning', seconds: 9 },
    ...{ event: 'compute__do_build_and_run_instance', to: running, boots: true },
  },
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
  'live-migrate': {
    ...{ word: 'live-migration', refusal: 'os-migrateLive', from: ['active', 'paused'], task: 'migrating' },
    ...{ seconds: 15, event: 'compute_live_migration', to: running, keeps: ['paused'], moves: true },
  },
  rebuild: {
    ...{ word: 'rebuild', from: ['active', 'stopped', 'error'], task: 'rebuilding', seconds: 25 },
    ...{ event: 'compute_rebuild_instance', to: running, keeps: ['stopped'], boots: true },
  },
  evacuate: {
    ...{ word: 'evacuate', from: ['active', 'stopped', 'error'], through: 'any', task: 'rebuilding', seconds: 25 },
    ...{ event: 'compute_rebuild_instance', to: running, keeps: ['stopped'], boots: true, moves: true },
  },
  /** From microversion 2.95 on Nova leaves the VM off on its new host. */
  'evacuate-off': {
    ...{ word: 'evacuate', from: ['active', 'stopped', 'error'], through: 'any', task: 'rebuilding', seconds: 25 },
    ...{ event: 'compute_rebuild_instance', to: { vmState: 'stopped', power: 4 }, moves: true },
  },
} as const satisfies Record<string, Transition>;

export type TransitionId = keyof typeof transitions;

/** Nova's sentence for a server that is in the wrong state, or undefined where the way is free. */
export function refusal(vm: SimVm, transition: Transition): string | undefined {
  const { word, from, through } = transition;
  const cannot = `Cannot '${transition.refusal ?? word}' instance ${vm.id} while it is in`;
  if (!from.includes(vm.vmState)) return `${cannot} vm_state ${vm.vmState}`;
  if (!vm.taskState || through === 'any' || through?.includes(vm.taskState)) return undefined;
  return `${cannot} task_state ${vm.taskState}`;
}

const busy: Readonly<Record<string, string>> = {
  rebooting: 'REBOOT',
  rebooting_hard: 'HARD_REBOOT',
  rebuilding: 'REBUILD',
  migrating: 'MIGRATING',
};

/** The one word that Nova makes of vm_state and task_state. */
export function statusOf(vm: SimVm): string {
  const task = busy[vm.taskState ?? ''];
  switch (vm.vmState) {
    case 'active':
      return task ?? 'ACTIVE';
    case 'stopped':
      return task === 'REBUILD' ? task : 'SHUTOFF';
    case 'error':
      return task === 'REBUILD' ? task : 'ERROR';
    case 'building':
      return 'BUILD';
    default:
      return vm.vmState.toUpperCase();
  }
}
