import { isOurs, mayAct } from '../claims.ts';
import type { Guard } from '../guard.ts';
import { workflowPrefix } from '../routes.ts';
import type { Execution, InstanceAction, Vm } from '../vm.ts';

/** Somebody else is at the VM, by hand, by Mistral, Heat or Masakari: what that brings is waited for. */
export const owner: Guard = {
  id: 'owner',
  check: ({ vm, at, state }) => {
    const { grace } = state.settings;
    // They date what they did by their own clock.
    const now = at - (state.clockAhead ?? 0);
    const leftFor = (time: number) => Math.max(1, Math.ceil(grace - (now - time) / 1000));
    const isNew = (time: number) => now - time < grace * 1000;
    for (const one of state.executions.values()) {
      if (one.vm !== vm.id || isOwn(one, state.claims)) continue;
      if (mayAct(one.state))
        return `an execution of ${one.workflow} (${one.id}) is at it: left to it until that is over`;
      // One of ours that refused did nothing; what one that failed had done is in Nova's records.
      const hasRefused = one.state === 'ERROR' && one.workflow.startsWith(workflowPrefix);
      if (!hasRefused && isNew(one.createdAt))
        return `an execution of ${one.workflow} was at it a moment ago; left to it for ${leftFor(one.createdAt)} s more`;
    }
    const theirs = deedsOf(vm, now).find((deed) => isNew(deed.startedAt) && !isOurs(state, vm, deed));
    if (!theirs) return undefined;
    const ago = Math.max(0, Math.round((now - theirs.startedAt) / 1000));
    return `somebody else is at it: ${theirs.action} ${ago} s ago; left to them for ${leftFor(theirs.startedAt)} s more`;
  },
};

/**
 * What people did to the VM, the newest first. What Nova does by itself, on finding a guest dead, has no user, and who
 * unlocks gives it free. A deed of which Nova does not say when it was is as new as the one after it.
 */
function deedsOf({ actions, lastAction }: Vm, at: number): readonly InstanceAction[] {
  let newest = at;
  return (actions ?? (lastAction ? [lastAction] : []))
    .map((deed) => {
      newest = Number.isNaN(deed.startedAt) ? newest : deed.startedAt;
      return { ...deed, startedAt: newest };
    })
    .filter(({ userId, action }) => userId !== undefined && action !== 'unlock');
}

function isOwn({ id }: Execution, claims: readonly { readonly execution?: string | undefined }[]): boolean {
  return claims.some(({ execution }) => execution === id);
}
