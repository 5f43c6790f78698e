import { claim } from './claim.ts';
import { recordOf } from './entry.ts';
import type { Event } from './event.ts';
import { follow, noHelp } from './follow.ts';
import { refusals } from './guards/index.ts';
import type { Incident } from './incident.ts';
import { chain, find, put, putAttempt, withLastAttempt } from './incidents.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** Plans that may be done are claimed and sent; what was sent is followed until the VM is proven well, or not. */
export const heal: Step = (state, event) => {
  switch (event.type) {
    case 'observed':
      return state.mode === 'auto'
        ? chain(follow(state, event.at), (after) => autoClaim(after, event.at))
        : follow(state, event.at);
    case 'confirmed':
      return confirmed(state, event);
    case 'action-accepted':
      return accepted(state, event);
    case 'action-refused':
      return refused(state, event);
    case 'claim-refused':
      return unclaimed(state, event);
    default:
      return [state, []];
  }
};

/** Each claim counts for the next one: the guards are asked again before each. */
function autoClaim(state: State, at: number): ReturnType<Step> {
  let after: ReturnType<Step> = [state, []];
  for (const { phase, asked, plan, vm } of state.incidents.values()) {
    if (phase !== 'firing' || asked || !plan) continue;
    after = chain(after, (now) => {
      const found = now.vms.get(vm);
      if (!found || refusals({ vm: found, action: plan.action, at, state: now }).length) return [now, []];
      return claim(now, now.incidents.get(vm)!, 'auto', at);
    });
  }
  return after;
}

/** The world may have moved since the dialog was opened: the guards are asked once more. */
function confirmed(state: State, event: Extract<Event, { type: 'confirmed' }>): ReturnType<Step> {
  const { at, action, who, typed } = event;
  const incident = find(state, event.incident);
  const vm = incident && state.vms.get(incident.vm);
  if (!incident?.plan || !vm || incident.attempts.at(-1)?.outcome === 'under way') return [state, []];
  const changed = incident.plan.action === action ? [] : [`the plan is now ${incident.plan.action}`];
  const reasons = refusals({ vm, action, at, state, person: { typed } }).map(({ reason }) => reason);
  const all = [...changed, ...reasons];
  if (!all.length) return claim(state, incident, who, at);
  return [state, [recordOf(incident, at, 'held', `not done: ${all.join('; ')}`, { who })]];
}

function accepted(state: State, event: Extract<Event, { type: 'action-accepted' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  const { requestId, at } = event;
  const words = requestId
    ? `the cloud accepted it (${requestId})`
    : 'the cloud gave no clear answer: what the VM does will tell';
  if (!incident || !isAbout(incident, event)) return tooLate(state, event, 'accepted', words);
  const { number } = incident.attempts.at(-1)!;
  return [
    putAttempt(state, withLastAttempt(incident, { acceptedAt: at, requestId, words }), at),
    [recordOf(incident, at, 'accepted', words, { data: { requestId, number } })],
  ];
}

function refused(state: State, event: Extract<Event, { type: 'action-refused' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  if (!incident || !isAbout(incident, event)) return tooLate(state, event, 'refused', event.reason);
  return noHelp(state, incident, event.at, 'refused', event.reason);
}

/** Whether an answer is about what is under way now. */
function isAbout({ phase, attempts }: Incident, { number }: { readonly number?: number }): boolean {
  return phase === 'healing' && (number === undefined || number === attempts.at(-1)?.number);
}

/** It was claimed and not sent: as if it had not been, but for a pause. */
function unclaimed(state: State, { at, words, ...event }: Extract<Event, { type: 'claim-refused' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  if (!incident || !isAbout(incident, event)) return [state, []];
  const barred = { until: at + event.seconds * 1000, words };
  const attempts = incident.attempts.slice(0, -1);
  const waiting = { ...incident, phase: 'held' as const, plan: undefined, attempts, barred, words };
  const claims = state.claims.filter((one) => one.incident !== incident.id || one.number !== event.number);
  return [put({ ...state, claims }, waiting), [recordOf(waiting, at, 'held', `not done: ${words}`)]];
}

/** The answer to a call whose incident was closed, or has moved on, meanwhile: the audit gets it all the same. */
function tooLate(
  state: State,
  { at, incident }: { readonly at: number; readonly incident: string },
  kind: 'accepted' | 'refused',
  words: string,
): ReturnType<Step> {
  const known = find(state, incident) ?? state.history.find((one) => one.id === incident);
  return [state, known ? [recordOf(known, at, kind, words, { data: { late: true } })] : []];
}
