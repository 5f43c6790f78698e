import { isOurs, mayAct } from '../claims.ts';
import type { Guard } from '../guard.ts';
import { workflowPrefix } from '../routes.ts';
import type { Execution } from '../vm.ts';

/** Somebody else is at the VM, by hand, by Mistral, Heat or Masakari: what that brings is waited for. */
export const owner: Guard = {
  id: 'owner',
  check: ({ vm, at, state }) => {
    const isNew = (time: number) => at - time < state.settings.grace * 1000;
    for (const one of state.executions.values()) {
      if (one.vm !== vm.id || isOwn(one, state.claims)) continue;
      if (mayAct(one.state)) return `an execution of ${one.workflow} (${one.id}) is at it`;
      // One of ours that refused did nothing; what one that failed had done is in Nova's records.
      const hasRefused = one.state === 'ERROR' && one.workflow.startsWith(workflowPrefix);
      if (!hasRefused && isNew(one.createdAt)) return `an execution of ${one.workflow} was at it a moment ago`;
    }
    const { lastAction } = vm;
    // What Nova does by itself, on finding a guest dead, has no user.
    if (!lastAction || lastAction.userId === undefined || !isNew(lastAction.startedAt)) return undefined;
    if (isOurs(state, vm, lastAction)) return undefined;
    const seconds = Math.round((at - lastAction.startedAt) / 1000);
    return `somebody else is at it: ${lastAction.action} ${seconds} s ago`;
  },
};

function isOwn({ id }: Execution, claims: readonly { readonly execution?: string | undefined }[]): boolean {
  return claims.some(({ execution }) => execution === id);
}
