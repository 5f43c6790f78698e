import type { InstanceAction, Vm } from './vm.ts';

/** Nova's words for what brings a VM to another host, or back. */
const moves = new Set([
  ...['migrate', 'resize', 'confirmResize', 'revertResize', 'evacuate', 'unshelve'],
  ...['live-migration', 'live_migration_force_complete'],
]);
/** After one of these Nova has the guest where it says. */
const settles = new Set(['create', 'start', 'reboot', 'rebuild', 'resume', 'unpause']);
/** These change nothing of what the VM is. */
const idle = new Set(['lock', 'unlock']);

export function isMove({ action }: InstanceAction): boolean {
  return moves.has(action);
}

/** Whether it only locks or unlocks: the deed before it says why the VM is as it is. */
export function isIdle({ action }: InstanceAction): boolean {
  return idle.has(action);
}

/**
 * The move to another host that failed, or that nobody knows to be over, with nothing since that would have brought
 * the guest back under Nova's eyes: it may run there. Undefined: none that Nova tells of.
 */
export function openMove(vm: Vm): InstanceAction | undefined {
  const deeds = deedsOf(vm);
  const settled = deeds.findIndex((one) => isMove(one) || (settles.has(one.action) && one.message !== 'Error'));
  const found = deeds[settled];
  if (!found || !isMove(found)) return undefined;
  return found.message === 'Error' || settled === 0 ? found : undefined;
}

/** Whether a user had stopped the VM before the moves that came last. */
export function stoppedBefore(vm: Vm): boolean {
  const before = deedsOf(vm).find((one) => !isMove(one));
  return before?.action === 'stop' && before.userId !== undefined;
}

/** The newest first, as far as Nova was asked. */
function deedsOf({ actions, lastAction }: Vm): readonly InstanceAction[] {
  return (actions ?? (lastAction ? [lastAction] : [])).filter((one) => !isIdle(one));
}
