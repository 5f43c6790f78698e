import { mayAct } from '../claims.ts';
import type { Guard } from '../guard.ts';
import { attemptsUnderWay } from '../incidents.ts';

/** One action at a time for a VM; an execution that was given up on may still run. */
export const inFlight: Guard = {
  id: 'in-flight',
  check: ({ vm, state }) => {
    const own = attemptsUnderWay(state).find((attempt) => attempt.vm === vm.id);
    if (own) return `${own.action} is under way`;
    const left = state.claims.find(
      (claim) => claim.vm === vm.id && mayAct(state.executions.get(claim.execution ?? '')?.state),
    );
    return left ? `Mistral still runs ${left.action} for it` : undefined;
  },
};
