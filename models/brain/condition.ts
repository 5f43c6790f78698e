import type { Vm } from '../vm.ts';

/**
 * What Nova itself says of a VM, in the five ways that matter to a judge.
 * deliberate: a person stopped, paused, suspended or shelved it. changing: a task is under way. lost: Nova found it
 * powered off and nobody had asked for it. unclear: off, and who did it is not known yet.
 */
export type Condition = {
  readonly kind: 'running' | 'changing' | 'deliberate' | 'unclear' | 'lost' | 'error';
  readonly words: string;
};

const running: Condition = { kind: 'running', words: 'running' };
const changes = new Set([
  'BUILD',
  'REBOOT',
  'HARD_REBOOT',
  'REBUILD',
  'RESIZE',
  'REVERT_RESIZE',
  'MIGRATING',
  'PASSWORD',
]);
/** Statuses that only a person's wish brings about. */
const wishes: Readonly<Record<string, string>> = {
  PAUSED: 'paused',
  SUSPENDED: 'suspended',
  SHELVED: 'shelved',
  SHELVED_OFFLOADED: 'shelved',
  RESCUE: 'put into rescue',
  VERIFY_RESIZE: 'resized',
  SOFT_DELETED: 'deleted',
  DELETED: 'deleted',
};
const stops = new Set([
  'stop',
  'pause',
  'suspend',
  'shelve',
  'shelveOffload',
  'rescue',
  'resize',
  'delete',
  'softDelete',
]);

export function condition(vm: Vm): Condition {
  if (vm.status === 'ERROR')
    return { kind: 'error', words: vm.fault ? `Nova reports: ${vm.fault}` : 'Nova reports ERROR' };
  if (vm.power === 'crashed') return { kind: 'lost', words: 'Nova found it crashed' };
  if (vm.taskState || changes.has(vm.status)) {
    return { kind: 'changing', words: `${vm.taskState ?? vm.status.toLowerCase()} is under way` };
  }
  const wish = wishes[vm.status];
  if (wish) return { kind: 'deliberate', words: `${wish} by a user` };
  if (vm.power !== 'shutdown' && vm.status !== 'SHUTOFF') return running;
  if (!vm.lastAction) return { kind: 'unclear', words: 'powered off; Nova has not said by whom' };
  if (vm.lastAction.userId !== undefined && stops.has(vm.lastAction.action)) {
    return { kind: 'deliberate', words: 'stopped by a user' };
  }
  return { kind: 'lost', words: 'Nova found it powered off; no user stopped it' };
}
