import { type Claim, lockingClaim, ownLock, withLock } from './claims.ts';
import { recordOf } from './entry.ts';
import { escalation } from './escalation.ts';
import type { Effect, Event } from './event.ts';
import { find } from './incidents.ts';
import { tellsLock } from './lock.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** Seconds until a lock that could not be taken off is tried again. */
const again = 60;

/**
 * No lock of ours outlives its action, however it ended, and after a crash as well: each observation, what seems to be
 * locked by us is taken off, if a direct look proves that the lock is ours still. One that is not is left to a person.
 */
export const tidy: Step = (state, event) => {
  switch (event.type) {
    case 'observed':
      return released(state, event.at);
    case 'locked': {
      const { at, incident, number, requestId } = event;
      const entry = lineOf(state, event, at, 'locked by us', { is: 'ours', requestId });
      return [withLock(state, incident, number, { is: 'ours', requestId }), [entry]];
    }
    case 'lock-over':
      return over(state, event);
    default:
      return [state, []];
  }
};

function released(state: State, at: number): ReturnType<Step> {
  const tried = new Map(state.unlocked);
  const effects: Effect[] = [];
  const isQuiet = state.readOnly || state.mode === 'observe';
  for (const vm of state.vms.values()) {
    const claim = lockingClaim(state, vm);
    if (!claim) tried.delete(vm.id);
    if (!claim || vm.unknown || isAtIt(state, claim) || !isOursToRelease(state, claim)) continue;
    const last = tried.get(vm.id);
    // Where nothing is sent that is told once, by who healed it.
    if (isQuiet && (last !== undefined || !isKnown(state, claim))) continue;
    if (last !== undefined && at - last < again * 1000) continue;
    tried.set(vm.id, at);
    const { incident, number } = claim;
    effects.push({ type: 'release', incident, number, vm: vm.id, own: ownLock(claim, state) });
  }
  return [{ ...withoutLifted(state, at), unlocked: tried }, effects];
}

/** What another cloud-medic locked is its own to unlock, as long as it lives, or until somebody takes up its heal. */
function isOursToRelease({ holder, others, tends }: State, claim: Claim): boolean {
  if (claim.holder === undefined || claim.holder === holder) return true;
  return tends && claim.outcome !== 'under way' && !others.has(claim.holder);
}

function isKnown(state: State, { incident }: Claim): boolean {
  return find(state, incident) !== undefined || state.history.some(({ id }) => id === incident);
}

/** A lock of ours that somebody lifted is over: one that comes later is not ours. */
function withoutLifted(state: State, at: number): State {
  const isLifted = ({ vm: id, lock, endedAt = at }: Claim) => {
    const vm = state.vms.get(id);
    return lock?.is === 'ours' && at - endedAt > again * 1000 && vm?.locked === false && tellsLock(vm);
  };
  if (!state.claims.some(isLifted)) return state;
  const released = (claim: Claim): Claim => ({ ...claim, lock: { ...claim.lock!, is: 'released' } });
  return { ...state, claims: state.claims.map((claim) => (isLifted(claim) ? released(claim) : claim)) };
}

function over(state: State, event: Extract<Event, { type: 'lock-over' }>): ReturnType<Step> {
  const { at, incident, number, vm, is, words } = event;
  const after = withLock(state, incident, number, { is });
  const entry = lineOf(state, event, at, words, { is });
  if (is === 'released') return [after, [entry]];
  return [after, [entry, escalation({ id: incident, vm, vmName: nameOf(state, vm) }, at, words)]];
}

function isAtIt(state: State, { incident, number }: Claim): boolean {
  const found = find(state, incident);
  return found?.phase === 'healing' && found.attempts.at(-1)?.number === number;
}

type About = { readonly incident: string; readonly number: number; readonly vm: string };

/** A line for the audit from which the lock is known again after a restart. */
function lineOf(state: State, { incident: id, number, vm }: About, at: number, words: string, data: object): Effect {
  return recordOf({ id, vm, vmName: nameOf(state, vm) }, at, 'lock', words, { data: { number, ...data } });
}

const nameOf = ({ vms }: State, vm: string): string => vms.get(vm)?.name ?? vm;
