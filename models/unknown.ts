import { brokenByNova, condition, deliberate } from './condition.ts';
import type { State } from './state.ts';
import { notListed, type Vm } from './vm.ts';

/** Polls in which Nova does not answer until what it said last is no longer taken for what is. */
const polls = 3;
/** Seconds that a poll lasts at least here: who polls more often is no surer that Nova is gone. */
const leastPoll = 5;

/**
 * How long Nova has not answered, in words, once all that rests on its last answer is unknown; undefined: it answers. A
 * cloud that is slow to answer is given the time that its last answer took.
 */
export function novaSilence({ novaAt, novaTook, at, settings }: State): string | undefined {
  if (novaAt === undefined) return undefined;
  const patience = polls * (Math.max(leastPoll, settings.interval) * 1000 + novaTook);
  return at - novaAt > patience ? `Nova has not answered for ${time(at - novaAt)}` : undefined;
}

/** Why Nova tells nothing of a VM, in words; undefined: its word is known. */
export function novaTellsNothing(vm: string, { vms }: State): string | undefined {
  const found = vms.get(vm);
  return found ? untold(found) : notListed;
}

/** Why Nova's word of a VM is not current, in words: the whole cloud is silent, or tells nothing of this one. */
export function outOfSight(vm: Vm, state: State): string | undefined {
  return novaSilence(state) ?? untold(vm);
}

/**
 * Why it is not known how a VM fares, in words; undefined: it is. Besides Nova's word that needs a fresh verdict, but
 * for a VM that Nova itself calls broken, or that somebody wished to be as it is.
 */
export function unknownWhy(vm: Vm, state: State): string | undefined {
  const unseen = outOfSight(vm, state);
  if (unseen || brokenByNova(vm) || deliberate(vm)) return unseen;
  const { sampledAt, freshness, probability, reasons } = state.verdicts.get(vm.id) ?? {};
  if (sampledAt === undefined) return reasons?.[0] ?? 'no sample of it has come';
  if (freshness !== 'fresh') {
    const age = state.at - sampledAt;
    return age < 0 ? `its newest sample is dated ${time(-age)} ahead` : `its newest sample is ${time(age)} old`;
  }
  return probability === undefined ? (reasons?.[0] ?? 'too few samples to judge by') : undefined;
}

/** Nova's status of a VM, where that is known now; else UNKNOWN, which is Nova's own word for it. */
export function statusNow(vm: Vm, state: State): string {
  return outOfSight(vm, state) ? 'UNKNOWN' : vm.status;
}

/** The probability that a VM fails, where that is known now. */
export function knownProbability(vm: Vm, state: State): number | undefined {
  return unknownWhy(vm, state) === undefined ? state.verdicts.get(vm.id)?.probability : undefined;
}

function untold(vm: Vm): string | undefined {
  const { kind, words } = condition(vm);
  return kind === 'unknown' ? words.replace(/^unknown: /, '') : undefined;
}

function time(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
