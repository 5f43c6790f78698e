import type { ActionId } from './action.ts';
import { actionById } from './actions/index.ts';
import type { HealSettings } from './heal-settings.ts';
import type { Attempt, Incident, Outcome } from './incident.ts';
import { isLock, isMedics, lockFrom, lockReason, type OwnLock } from './lock.ts';
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
  /** Its lock; undefined for a heal without one. */
  readonly lock?: ClaimLock | undefined;
  /** The id of the cloud-medic that follows it; '' where the journal does not say. */
  readonly holder?: string;
  /** From when on (epoch ms) it is not under way any more, though nobody told how it ended. */
  readonly until?: number | undefined;
};

/** `requestId`: of Nova's request that set it, where the answer told. theirs: somebody else's since, and left alone. */
export type ClaimLock = { readonly requestId: string | undefined; readonly is: 'ours' | 'released' | 'theirs' };

export const day = 86_400_000;
/** Seconds by which Nova's clock may differ from ours. */
const skew = 30;

/** The claims that count: what the cloud refused has disturbed nobody. */
export function countedClaims(state: State, since: number, vm?: string): readonly Claim[] {
  return state.claims.filter(
    (claim) => claim.at > since && claim.outcome !== 'refused' && (vm === undefined || claim.vm === vm),
  );
}

/**
 * The state with the incident's attempts in its claims, the newest news of each. A week is kept. After a restart this is
 * done once for each line of that week: in one pass.
 */
export function withClaims(state: State, { attempts, id }: Incident, at: number): State {
  const claims: Claim[] = [];
  const known = new Map<number, Claim>();
  for (const claim of state.claims) {
    if (claim.incident === id) known.set(claim.number, claim);
    else if (claim.at > at - 7 * day) claims.push(claim);
  }
  const last = claims.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  for (const attempt of attempts) {
    const { number, action, vm, host, claimedAt, requestId, outcome } = attempt;
    const endedAt = outcome === 'under way' ? undefined : (known.get(number)?.endedAt ?? at);
    const execution = attempt.follow.kind === 'execution' ? attempt.follow.id : undefined;
    const unheard = mayLock(attempt) ? ({ requestId: undefined, is: 'ours' } as const) : undefined;
    const lock = known.get(number)?.lock ?? unheard;
    const until = lapseOf(action, claimedAt, state.settings);
    const facts = { incident: id, number, action, vm, host, at: claimedAt, requestId, execution, outcome, endedAt };
    claims.push({ ...facts, lock, holder: state.holder, until });
  }
  if (attempts[0] && attempts[0].claimedAt < last) claims.sort((a, b) => a.at - b.at);
  return { ...state, claims };
}

/** From when on a claim that nobody has ended keeps nobody else out. */
export function lapseOf(action: ActionId, at: number, { verifyWithin }: HealSettings): number {
  return at + (actionById(action).patience + verifyWithin) * 2000;
}

/** Whether it went under our lock, or may have: after a restart its calls are not known any more. */
function mayLock({ before, route, action }: Attempt): boolean {
  return before ? before.some(isLock) : route === 'nova' && actionById(action).rung >= lockFrom;
}

/**
 * Whether an instance action is our own deed: by its request id, or where that was not told to us (Nova's answer was
 * lost, or Mistral or Heat asked Nova) by our user, in the time of the heal, with the word for it.
 */
export function isOurs({ claims, cloud }: State, { id }: Vm, deed: InstanceAction): boolean {
  return claims.some((claim) => claim.vm === id && isOf(claim, deed, cloud?.userId));
}

function isOf(claim: Claim, { action, requestId, userId, startedAt }: InstanceAction, us: string | undefined): boolean {
  const { lock } = claim;
  if (requestId !== '' && (requestId === claim.requestId || requestId === lock?.requestId)) return true;
  if (us !== undefined && userId !== us) return false;
  const { endedAt = Number.POSITIVE_INFINITY } = claim;
  return unheardWords(claim).includes(action) && startedAt >= claim.at - skew * 1000 && startedAt <= endedAt;
}

/** Nova's words for what a claim sent, or had sent, without our hearing of the request. */
function unheardWords({ action, execution, requestId, lock }: Claim): readonly string[] {
  const { word, finish, routes } = actionById(action);
  const isHeard = requestId !== undefined && execution === undefined && routes.includes('nova');
  return [
    ...(lock && lock.requestId === undefined ? ['lock'] : []),
    ...(finish ? ['start'] : []),
    ...(isHeard || word === undefined ? [] : [word]),
  ];
}

/** The state with news of a claim's lock. */
export function withLock(state: State, incident: string, number: number, news: Partial<ClaimLock>): State {
  const claims = state.claims.map((claim) =>
    claim.incident === incident && claim.number === number && claim.lock
      ? { ...claim, lock: { ...claim.lock, ...news } }
      : claim,
  );
  return { ...state, claims };
}

/** What tells a claim's lock from anybody else's. */
export function ownLock({ incident, at, lock }: Claim, { cloud }: State): OwnLock {
  return { incident, requestId: lock?.requestId, userId: cloud?.userId, since: at };
}

/** The claim whose lock may be on the VM, by what is said on it: that is no proof, but enough to look closely. */
export function lockingClaim({ claims }: State, vm: Vm): Claim | undefined {
  if (!vm.locked) return undefined;
  const mayBe = (incident: string) =>
    vm.lockedReason === undefined || vm.lockedReason === lockReason(incident) || isMedics(vm);
  return claims.findLast((claim) => claim.vm === vm.id && claim.lock?.is === 'ours' && mayBe(claim.incident));
}

/** Whether an execution may still act, by Mistral's word for its state; undefined: nothing is known of it. */
export function mayAct(state: string | undefined): boolean {
  return state !== undefined && !['SUCCESS', 'ERROR', 'CANCELLED', 'ABSENT', 'SKIPPED'].includes(state);
}
