import type { Call } from './action.ts';
import { serverAction } from './actions/server-action.ts';
import type { Look, Vm } from './vm.ts';

/** A lock that we set, or meant to set, for an incident: what tells it from anybody else's. */
export type OwnLock = {
  readonly incident: string;
  /** Nova's request that set it; undefined where no answer told. */
  readonly requestId: string | undefined;
  /** Our own user; undefined where Keystone did not say. */
  readonly userId: string | undefined;
  /** Not before then (epoch milliseconds). */
  readonly since: number;
};

/** From this rung on the VM is locked while an action that goes straight to Nova is under way. */
export const lockFrom = 4;
const words = 'cloud-medic heal ';
/** Milliseconds by which Nova's clock may differ from ours. */
const skew = 30_000;

/** What our lock says, so that everybody sees whose it is. It proves nothing: whoever may lock can write it as well. */
export function lockReason(incident: string): string {
  return words + incident;
}

export function lock(vm: Pick<Vm, 'id'>, incident: string): Call {
  return serverAction(vm, { lock: { locked_reason: lockReason(incident) } });
}

export function unlock(vm: Pick<Vm, 'id'>): Call {
  return serverAction(vm, { unlock: null });
}

/** The lock of somebody whom we took it from unawares. */
export function lockAgain(vm: Pick<Vm, 'id'>): Call {
  return serverAction(vm, {
    lock: { locked_reason: 'locked by somebody while cloud-medic unlocked it, and put back' },
  });
}

export function isLock({ body }: Call): boolean {
  return typeof body === 'object' && body !== null && 'lock' in body;
}

export function isUnlock({ body }: Call): boolean {
  return typeof body === 'object' && body !== null && 'unlock' in body;
}

/** Whether Nova tells at all if the VM is locked. */
export function tellsLock({ untold }: Pick<Vm, 'untold'>): boolean {
  return !untold?.things.includes('locks');
}

/** Whether a cloud-medic, this or another one, says that it locked the VM. That proves nothing either. */
export function isMedics({ id, lockedReason = '' }: Pick<Vm, 'id' | 'lockedReason'>): boolean {
  return lockedReason.startsWith(words) && lockedReason.endsWith(`-${id}`);
}

/**
 * Why the lock that is on the VM now cannot be proven to be ours, or undefined where it is. Nova lets an administrator
 * lock what is locked already: the reason is then replaced or, where none is given, kept. So its records decide: since the
 * last unlock there must have been our lock alone, and what is said on it must be our words, where Nova tells them.
 */
export function notOurs(look: Look, own: OwnLock): string | undefined {
  const locks = locksSinceUnlock(look);
  const place = locks.findIndex((one) => isOwn(one, own));
  if (place < 0) return "Nova's records do not have it from us";
  if (place < locks.length - 1) return 'somebody else had locked it a moment before';
  const { lockedReason } = look.vm;
  const later = locks.slice(0, place);
  if (later.length === 1 && isStandingBack(later[0]!, look, own)) return undefined;
  if (later.length) return 'somebody else has locked it since';
  if (lockedReason === undefined && own.requestId !== undefined) return undefined;
  return lockedReason === lockReason(own.incident) ? undefined : 'what is said on it is not ours';
}

/**
 * Why the call must not follow our lock, or undefined: what anybody else did between the look just before it and the look
 * just after it. Of two cloud-medics with the same user the first one goes on, the other one finds that one's lock.
 */
export function cameBetween(before: Look, after: Look, own: OwnLock): string | undefined {
  if (!after.vm.locked) return 'somebody has taken our lock away at once';
  const foreign = notOurs(after, own);
  if (foreign) return `the lock on it is not ours alone: ${foreign}`;
  const known = new Set(before.actions.map(({ requestId }) => requestId));
  const other = after.actions.find(
    (one) => !known.has(one.requestId) && one.userId !== undefined && one.action !== 'lock',
  );
  return other && `somebody else was at it at the same moment: ${other.action}`;
}

/** Whether our unlock took somebody's lock away that was not there yet when we looked just before. */
export function lockTaken(before: Look, after: Look): boolean {
  if (after.vm.locked) return false;
  const known = new Set(before.actions.map(({ requestId }) => requestId));
  return after.actions.some(({ action, requestId }) => action === 'lock' && !known.has(requestId));
}

function locksSinceUnlock({ actions }: Look): Look['actions'] {
  const ofLocks = actions.filter(({ action }) => action === 'lock' || action === 'unlock');
  const end = ofLocks.findIndex(({ action }) => action === 'unlock');
  return end < 0 ? ofLocks : ofLocks.slice(0, end);
}

function isOwn({ action, requestId, userId, startedAt }: Look['actions'][number], own: OwnLock): boolean {
  if (action !== 'lock') return false;
  const isAnothers = own.userId !== undefined && userId !== undefined && userId !== own.userId;
  if (own.requestId !== undefined) return requestId === own.requestId && !isAnothers;
  return own.userId !== undefined && userId === own.userId && startedAt >= own.since - skew;
}

/** Another cloud-medic with our user that locked after us: it finds our lock before its own and leaves the VM to us. */
function isStandingBack({ action, userId }: Look['actions'][number], { vm }: Look, own: OwnLock): boolean {
  if (action !== 'lock' || own.userId === undefined || userId !== own.userId) return false;
  return isMedics(vm) && vm.lockedReason !== lockReason(own.incident);
}
