import type { ActionId } from './action.ts';
import type { Incident, Outcome } from './incident.ts';
import type { State } from './state.ts';
import type { InstanceAction, Vm } from './vm.ts';

/** One heal that was claimed, for counting and for telling our own deeds from those of others. */
export type Claim = {
  readonly incident: string;
  readonly number: number;
  readonly action: ActionId;
  readonly vm: string;
  readonly host: string;
  readonly at: number;
  readonly requestId: string | undefined;
  /** Id of the Mistral execution that did it. */
  readonly execution: string | undefined;
  readonly outcome: Outcome;
  readonly endedAt: number | undefined;
};

export const day = 86_400_000;
/** Seconds by which Nova's clock may differ from ours. */
const skew = 30;

/** The claims that count: what the cloud refused has disturbed nobody. */
export function countedClaims(state: State, since: number, vm?: string): readonly Claim[] {
  return state.claims.filter(
    (claim) => claim.at > since && claim.outcome !== 'refused' && (vm === undefined || claim.vm === vm),
  );
}

/** The state with the incident's attempts in its claims, the newest news of each. A week is kept. */
export function withClaims(state: State, { attempts, id }: Incident, at: number): State {
  const others = state.claims.filter((claim) => claim.incident !== id && claim.at > at - 7 * day);
  const known = new Map(state.claims.map((claim) => [`${claim.incident} ${claim.number}`, claim]));
  const ours = attempts.map((attempt): Claim => {
    const { number, action, vm, host, claimedAt, requestId, outcome } = attempt;
    const endedAt = outcome === 'under way' ? undefined : (known.get(`${id} ${number}`)?.endedAt ?? at);
    const execution = attempt.follow.kind === 'execution' ? attempt.follow.id : undefined;
    return { incident: id, number, action, vm, host, at: claimedAt, requestId, execution, outcome, endedAt };
  });
  return { ...state, claims: [...others, ...ours].sort((a, b) => a.at - b.at) };
}

/** Whether an instance action is our own deed: by its request id, or since it began while we were at the VM. */
export function isOurs(state: State, vm: Vm, { requestId, startedAt }: InstanceAction): boolean {
  return state.claims.some(
    (claim) =>
      claim.vm === vm.id &&
      ((requestId !== '' && claim.requestId === requestId) ||
        (startedAt >= claim.at - skew * 1000 && startedAt <= (claim.endedAt ?? Number.POSITIVE_INFINITY))),
  );
}

const lockWords = 'cloud-medic heal ';

/** What our lock says, so that everybody sees whose it is. */
export function lockReason(incident: string): string {
  return `${lockWords}${incident}`;
}

/** The incident of ours that locked the VM, or undefined where nobody or somebody else did. */
export function ourLock(state: State, { locked, lockedReason }: Vm): string | undefined {
  if (!locked || !lockedReason?.startsWith(lockWords)) return undefined;
  const incident = lockedReason.slice(lockWords.length);
  return state.claims.some((claim) => claim.incident === incident) ? incident : undefined;
}

/** Whether an execution may still act, by Mistral's word for its state; undefined: nothing is known of it. */
export function mayAct(state: string | undefined): boolean {
  return state !== undefined && !['SUCCESS', 'ERROR', 'CANCELLED', 'ABSENT', 'SKIPPED'].includes(state);
}
