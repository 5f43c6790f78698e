import { type Claim, mayAct } from '../claims.ts';
import type { Guard } from '../guard.ts';
import { attemptsUnderWay, othersUnderWay } from '../incidents.ts';
import type { State } from '../state.ts';

/** Milliseconds after which an execution that nobody can ask about is over: none of ours waits longer for Nova. */
const longest = 3600_000;

/** One action at a time for a VM; an execution that was given up on may still run. */
export const inFlight: Guard = {
  id: 'in-flight',
  check: ({ vm, at, state }) => {
    const own = attemptsUnderWay(state).find((attempt) => attempt.vm === vm.id);
    if (own) return `${own.action} is under way: until that is over`;
    const theirs = othersUnderWay(state, at).find((claim) => claim.vm === vm.id);
    if (theirs) {
      const left = Math.ceil(((theirs.until ?? at) - at) / 1000);
      const end = left > 0 ? `for ${left} s more at most` : 'until that one says that it is over, or ends';
      return `${theirs.action} is under way at another cloud-medic, ${end}`;
    }
    const ours = state.claims.filter((claim) => claim.vm === vm.id && claim.execution !== undefined);
    const left = ours.find(({ execution = '' }) => mayAct(state.executions.get(execution)?.state));
    if (left) return `Mistral still runs ${left.action} for it: until that is over`;
    const unknown = ours.find(
      (claim) => claim.outcome === 'no help' && at - claim.at < longest && isUntold(claim, state),
    );
    return unknown && `Mistral does not say whether it still runs ${unknown.action} for it`;
  },
};

function isUntold({ execution = '' }: Claim, { executions, sources }: State): boolean {
  return !executions.has(execution) && sources.some(({ source, ok }) => source === 'mistral' && !ok);
}
