import type { Call } from './action.ts';
import { actionById } from './actions/index.ts';
import { recordOf } from './entry.ts';
import type { Effect } from './event.ts';
import type { Attempt, Incident } from './incident.ts';
import { chain, isAlarm, put, putAttempt, wasTried, withHistory, withLastAttempt, without } from './incidents.ts';
import { progressOf } from './progress.ts';
import { hasFailedOften, quarantined } from './quarantine.ts';
import { look } from './raise.ts';
import { executionOf } from './routes.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { novaTellsNothing } from './unknown.ts';

/** A heal's own boot may look like trouble: so many samples more than the proof needs are waited for. */
const spareSamples = 6;
/** Seconds since the claim in which samples that stay away are not held against the heal. */
const silentAtMost = 900;

/** Follows what was sent: has the cloud done it, and is the VM proven well? */
export function follow(state: State, at: number): ReturnType<Step> {
  let after: ReturnType<Step> = [state, []];
  for (const incident of state.incidents.values()) {
    if (incident.phase === 'healing') after = chain(after, (now) => followAction(now, incident, at));
    if (incident.phase === 'verifying') after = chain(after, (now) => verify(now, incident, at));
  }
  return after;
}

function followAction(state: State, incident: Incident, at: number): ReturnType<Step> {
  const attempt = incident.attempts.at(-1)!;
  const { patience } = actionById(attempt.action);
  const untold = attempt.follow.kind === 'server' && novaTellsNothing(attempt.vm, state);
  // What became of it is seen once Nova tells again; until then it is neither done nor given up.
  if (untold) return [put(state, withLastAttempt(incident, { words: untold })), []];
  const isLate = at - attempt.claimedAt >= patience * 1000;
  // What Nova said before it accepted proves nothing.
  if ((state.novaAt ?? 0) <= (attempt.acceptedAt ?? Number.POSITIVE_INFINITY)) {
    if (!isLate) return [state, []];
    return abandoned(state, incident, at, `no answer from Nova for ${patience} s`);
  }
  const progress = progressOf(attempt, state);
  if (progress.is === 'done') return done(state, incident, at, progress.vm ?? incident.vm);
  if (progress.is === 'failed') {
    const outcome = hasArrived(attempt, state) ? 'no help' : 'lost';
    return noHelp(state, incident, at, outcome, progress.words);
  }
  if (progress.is === 'lost') return noHelp(state, incident, at, 'lost', progress.words);
  if (!isLate) return [state, []];
  const words = `not ACTIVE again after ${patience} s: ${progress.words}`;
  return abandoned(state, incident, at, words, hasArrived(attempt, state) ? 'no help' : 'lost');
}

/** From here on samples count. Heat's replacement is another VM: the incident goes on with that one. */
function done(state: State, incident: Incident, at: number, vm: string): ReturnType<Step> {
  const { title, finish } = actionById(incident.attempts.at(-1)!.action);
  const words = `${title} done, waiting for ${state.settings.healthyVerdicts} healthy samples`;
  const found = state.vms.get(vm);
  const verifying: Incident = {
    ...withLastAttempt(incident, { doneAt: at, words }),
    phase: 'verifying',
    vm,
    vmName: found?.name ?? incident.vmName,
    judgedAt: at,
  };
  const data = { number: incident.attempts.at(-1)!.number, vm };
  const record = recordOf(incident, at, 'done', words, { data });
  const what = `what follows ${title.toLowerCase()}`;
  const last: Effect[] = finish && found ? [{ type: 'tidy', vm, what, calls: [finish(found)] }] : [];
  return [putAttempt(vm === incident.vm ? state : without(state, incident.vm), verifying, at), [record, ...last]];
}

/** Healed is what fresh samples say, not that Nova says ACTIVE. */
function verify(state: State, incident: Incident, at: number): ReturnType<Step> {
  const verdict = state.verdicts.get(incident.vm);
  const attempt = incident.attempts.at(-1)!;
  if (!verdict || attempt.doneAt === undefined) return [state, []];
  const { healthyVerdicts, verifyWithin } = state.settings;
  const seen = { ...look(incident, verdict, state), diagnosis: incident.diagnosis, reasons: incident.reasons };
  if (seen.healthyInARow >= healthyVerdicts) return healed(state, seen, at);
  const untold = novaTellsNothing(incident.vm, state);
  if (untold) {
    const words = `${actionById(attempt.action).title} done; ${untold}`;
    return [put(state, withLastAttempt(seen, { doneAt: at, words })), []];
  }
  if (verdict.freshness === 'stale' && at - attempt.claimedAt < silentAtMost * 1000) {
    const words = `${actionById(attempt.action).title} done, but no samples come`;
    return [put(state, withLastAttempt(seen, { doneAt: at, words })), []];
  }
  const window = Math.max(verifyWithin, (healthyVerdicts + spareSamples) * state.granularity);
  if (at - attempt.doneAt < window * 1000) return [put(state, seen), []];
  if (!hasArrived(attempt, state)) return noHelp(state, seen, at, 'lost', 'it seems never to have reached the cloud');
  return noHelp(state, seen, at, 'no help', `not proven well within ${window} s`);
}

/** Whether the cloud is known to have got it: an answer, an execution, or Nova's own record of it. */
function hasArrived({ action, requestId, follow, vm, claimedAt }: Attempt, state: State): boolean {
  if (requestId !== undefined || follow.kind !== 'server') return true;
  const { lastAction } = state.vms.get(vm) ?? {};
  return lastAction?.action === actionById(action).word && (lastAction?.startedAt ?? 0) > claimedAt - 30_000;
}

function healed(state: State, incident: Incident, at: number): ReturnType<Step> {
  const { title } = actionById(incident.attempts.at(-1)!.action);
  const words = `healed by ${title.toLowerCase()}, proven by ${incident.healthyInARow} healthy samples`;
  const closed: Incident = {
    ...withLastAttempt(incident, { outcome: 'healed', words }),
    phase: 'resolved',
    closedAt: at,
  };
  const seconds = Math.round((at - incident.openedAt) / 1000);
  const record = recordOf(closed, at, 'resolved', words, { data: { seconds, outcome: 'healed' } });
  return [withHistory(without(putAttempt(state, closed, at), incident.vm), [closed]), [record]];
}

/** It takes too long. What the cloud may still do of it is called off. */
function abandoned(
  state: State,
  incident: Incident,
  at: number,
  words: string,
  outcome: 'no help' | 'lost' = 'no help',
): ReturnType<Step> {
  const last = incident.attempts.at(-1)!;
  const [after, effects] = noHelp(state, incident, at, outcome, words);
  const calls = callingOff(last, incident.id, state);
  const what = `calling off ${actionById(last.action).title.toLowerCase()}`;
  return [after, calls.length ? [...effects, { type: 'tidy', vm: last.vm, what, calls }] : effects];
}

/**
 * So that Mistral does not meet the next rung, and Heat does not replace the VM with an update that somebody else makes.
 * Made anew from the attempt and from what the cloud says now.
 */
function callingOff({ action, number, route, vm: id }: Attempt, incident: string, state: State): readonly Call[] {
  if (route === 'nova') return [];
  if (route === 'mistral') {
    const path = `/executions/${executionOf({ vm: id, incident, action, number })}`;
    return [{ service: 'workflow', method: 'PUT', path, body: { state: 'CANCELLED' } }];
  }
  const vm = state.vms.get(id);
  if (!vm?.stack || state.stacks.get(vm.stack.id)?.status.endsWith('_IN_PROGRESS')) return [];
  return [actionById(action).prepare?.(vm).undo ?? []].flat();
}

/** This rung did not do it; `plan` finds the next one, or gives the incident to a person. */
export function noHelp(
  state: State,
  incident: Incident,
  at: number,
  outcome: 'no help' | 'refused' | 'lost',
  words: string,
): ReturnType<Step> {
  const { action, who, number } = incident.attempts.at(-1)!;
  const kind = outcome === 'refused' ? 'refused' : 'done';
  const waiting = {
    ...withLastAttempt(incident, { outcome, words }),
    phase: 'firing' as const,
    plan: undefined,
    healthyInARow: 0,
  };
  const data = { number, outcome };
  const record = recordOf(incident, at, kind, `${actionById(action).title}: ${words}`, { who, data });
  const after = putAttempt(state, waiting, at);
  if (!isAlarm(waiting, state) && !waiting.attempts.some(wasTried)) {
    const last = `${outcome}, and nothing else is wrong with it: ${words}`;
    const closed: Incident = { ...waiting, phase: 'resolved', closedAt: at, words: last };
    return [withHistory(without(after, incident.vm), [closed]), [record, recordOf(closed, at, 'resolved', last)]];
  }
  if (!hasFailedOften(after, incident.vm, at)) return [after, [record]];
  const why = `${state.settings.failures} heals in 24 hours brought nothing: a person should look`;
  return chain([after, [record]], (now) => quarantined(now, waiting, at, why));
}
