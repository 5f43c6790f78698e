import { actionById } from './actions/index.ts';
import { recordOf } from './entry.ts';
import type { Incident } from './incident.ts';
import { chain, put, withHistory, withLastAttempt, without } from './incidents.ts';
import { look } from './raise.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** A heal's own boot may look like trouble: so many samples more than the proof needs are waited for. */
const spareSamples = 6;

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
  const vm = state.vms.get(incident.vm);
  if (!vm) return [state, []];
  const { patience, title } = actionById(attempt.action);
  const isLate = at - attempt.claimedAt >= patience * 1000;
  // What Nova said before it accepted proves nothing.
  if ((state.novaAt ?? 0) <= (attempt.acceptedAt ?? Number.POSITIVE_INFINITY)) {
    return isLate ? noHelp(state, incident, at, 'no help', `no answer from Nova for ${patience} s`) : [state, []];
  }
  if (!vm.taskState && vm.status === 'ACTIVE' && vm.power === 'running') {
    const words = `${title} done, waiting for ${state.settings.healthyVerdicts} healthy samples`;
    const verifying = {
      ...withLastAttempt(incident, { doneAt: at, words }),
      phase: 'verifying' as const,
      judgedAt: at,
    };
    return [put(state, verifying), [recordOf(incident, at, 'done', words)]];
  }
  if (!vm.taskState && vm.status === 'ERROR')
    return noHelp(state, incident, at, 'no help', `the VM went to ERROR: ${vm.fault ?? 'no reason given'}`);
  if (!isLate) return [state, []];
  return noHelp(
    state,
    incident,
    at,
    'no help',
    `not ACTIVE again after ${patience} s: ${vm.status} ${vm.taskState ?? ''}`.trim(),
  );
}

/** Healed is what fresh samples say, not that Nova says ACTIVE. */
function verify(state: State, incident: Incident, at: number): ReturnType<Step> {
  const verdict = state.verdicts.get(incident.vm);
  const attempt = incident.attempts.at(-1)!;
  if (!verdict || attempt.doneAt === undefined) return [state, []];
  const { healthyVerdicts, verifyWithin } = state.settings;
  const seen = { ...look(incident, verdict, state), diagnosis: incident.diagnosis, reasons: incident.reasons };
  if (seen.healthyInARow >= healthyVerdicts) return healed(state, seen, at);
  const window = Math.max(verifyWithin, (healthyVerdicts + spareSamples) * state.granularity);
  if (at - attempt.doneAt < window * 1000) return [put(state, seen), []];
  return noHelp(state, seen, at, 'no help', `not proven well within ${window} s`);
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
  const record = recordOf(closed, at, 'resolved', words, { data: { seconds } });
  return [withHistory(without(state, incident.vm), [closed]), [record]];
}

/** This rung did not do it; `plan` finds the next one, or gives the incident to a person. */
export function noHelp(
  state: State,
  incident: Incident,
  at: number,
  outcome: 'no help' | 'refused',
  words: string,
): ReturnType<Step> {
  const { action, who } = incident.attempts.at(-1)!;
  const kind = outcome === 'refused' ? 'refused' : 'done';
  const waiting = {
    ...withLastAttempt(incident, { outcome, words }),
    phase: 'firing' as const,
    plan: undefined,
    healthyInARow: 0,
  };
  return [put(state, waiting), [recordOf(incident, at, kind, `${actionById(action).title}: ${words}`, { who })]];
}
