import { isMove, stoppedBefore } from './deeds.ts';
import type { Vm } from './vm.ts';

/**
 * What Nova itself says of a VM, without any telemetry, in the ways that matter to a judge and to a guard.
 * deliberate: a person wished it so. changing: a task is under way. lost: it does not run and nobody wished that.
 * unclear: off, and who did it is not known yet. unknown: Nova tells nothing of it.
 */
export type Condition = {
  readonly kind: 'running' | 'changing' | 'deliberate' | 'unclear' | 'unknown' | 'lost' | 'error';
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
  PAUSED: 'paused by a user',
  SUSPENDED: 'suspended by a user',
  SHELVED: 'shelved by a user',
  SHELVED_OFFLOADED: 'shelved by a user',
  RESCUE: 'put into rescue by a user',
  VERIFY_RESIZE: 'resized by a user, who has to confirm it',
  SOFT_DELETED: 'deleted by a user',
  DELETED: 'deleted by a user',
};
/** What brings such a status about; if no user did, nobody wished it. */
const causes: Readonly<Record<string, string>> = { PAUSED: 'pause', SUSPENDED: 'suspend' };
/** Who asked for one of these wanted the VM to run; if it is off all the same, nobody wished that. */
const wantsItOn = new Set(['start', 'reboot', 'unpause', 'resume']);

export function condition(vm: Vm): Condition {
  if (vm.unknown) return { kind: 'unknown', words: `unknown: ${vm.unknown}` };
  if (vm.status === 'ERROR') return { kind: 'error', words: errorWords(vm) };
  if (vm.power === 'crashed') return { kind: 'lost', words: 'Nova found it crashed' };
  if (vm.taskState || changes.has(vm.status)) {
    return { kind: 'changing', words: `${vm.taskState ?? vm.status.toLowerCase()} is under way` };
  }
  const wish = wishes[vm.status];
  if (vm.status in causes && hasFailedMove(vm))
    return { kind: 'lost', words: `${vm.status.toLowerCase()} after ${failure(vm)}` };
  if (wish && byNova(vm)) return { kind: 'lost', words: `${vm.status.toLowerCase()} by Nova itself, by no user` };
  if (wish) return { kind: 'deliberate', words: wish };
  if (vm.status === 'SHUTOFF' || vm.power === 'shutdown') return off(vm);
  // Nova only logs that a hypervisor paused a guest behind its back, and leaves it so.
  if (vm.power === 'paused') return { kind: 'lost', words: 'its hypervisor has frozen it; no user paused it' };
  // Nova's own word for a state that it cannot make sense of.
  if (vm.status === 'UNKNOWN') return { kind: 'unknown', words: 'unknown: Nova does not know its state' };
  return running;
}

/** Whether Nova says ERROR of a guest that its hypervisor still has: what went wrong is Nova's matter, not a crash. */
export function isContradicted({ status, power }: Vm): boolean {
  return status === 'ERROR' && ['running', 'paused', 'suspended'].includes(power);
}

/** Why the VM is as it is by somebody's wish, or undefined. Not knowing who stopped it counts as a wish. */
export function deliberate(vm: Vm): string | undefined {
  const { kind, words } = condition(vm);
  return kind === 'deliberate' || kind === 'unclear' ? `left alone: ${words}` : undefined;
}

/** Whether Nova's own words, without any telemetry, say that the VM is broken and nobody wanted it so. */
export function brokenByNova(vm: Vm): boolean {
  const { kind } = condition(vm);
  return kind === 'lost' || kind === 'error';
}

function errorWords(vm: Vm): string {
  const words = vm.fault ? `Nova reports: ${vm.fault}` : 'Nova reports ERROR';
  return isContradicted(vm) ? `${words}; but by its hypervisor it is ${vm.power}` : words;
}

function hasFailedMove({ lastAction }: Vm): boolean {
  return lastAction !== undefined && isMove(lastAction) && lastAction.message === 'Error';
}

function failure({ lastAction }: Vm): string {
  return `a failed ${lastAction?.action}`;
}

function byNova({ status, lastAction }: Vm): boolean {
  return lastAction !== undefined && lastAction.userId === undefined && lastAction.action === causes[status];
}

/** A stop that Nova made itself, on finding the guest dead, has no user. What failed to move it did not switch it off. */
function off(vm: Vm): Condition {
  const { lastAction } = vm;
  if (!lastAction) return { kind: 'unclear', words: 'powered off; Nova has not said by whom' };
  const { action, userId } = lastAction;
  if (hasFailedMove(vm)) {
    if (stoppedBefore(vm)) return { kind: 'deliberate', words: `stopped by a user before ${failure(vm)}` };
    return { kind: 'lost', words: `powered off after ${failure(vm)}` };
  }
  if (userId === undefined) return { kind: 'lost', words: 'Nova found it powered off; no user stopped it' };
  if (wantsItOn.has(action)) return { kind: 'lost', words: `powered off after a user's ${action}` };
  return { kind: 'deliberate', words: action === 'stop' ? 'stopped by a user' : `off after a user's ${action}` };
}
