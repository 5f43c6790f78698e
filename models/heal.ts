import { actionById } from './actions/index.ts';
import { recordOf } from './entry.ts';
import type { Event } from './event.ts';
import { follow, noHelp } from './follow.ts';
import { againstPerson, refusals } from './guards.ts';
import type { Attempt, Incident } from './incident.ts';
import { chain, find, put, withLastAttempt } from './incidents.ts';
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
    default:
      return [state, []];
  }
};

function autoClaim(state: State, at: number): ReturnType<Step> {
  let after: ReturnType<Step> = [state, []];
  for (const incident of state.incidents.values()) {
    if (incident.phase !== 'firing' || incident.asked || !incident.plan) continue;
    after = chain(after, (now) => claim(now, incident, 'auto', at));
  }
  return after;
}

/** The world may have moved since the dialog was opened: the guards are asked once more. */
function confirmed(state: State, event: Extract<Event, { type: 'confirmed' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  if (!incident?.plan || incident.attempts.at(-1)?.outcome === 'under way') return [state, []];
  const vm = state.vms.get(incident.vm)!;
  const changed = incident.plan.action === event.action ? [] : [`the plan is now ${incident.plan.action}`];
  const reasons = [
    ...changed,
    ...againstPerson(refusals({ vm, action: event.action, at: event.at, state })).map(({ reason }) => reason),
  ];
  if (!reasons.length) return claim(state, incident, event.who, event.at);
  return [state, [recordOf(incident, event.at, 'held', `not done: ${reasons.join('; ')}`, { who: event.who })]];
}

/** From here on the action counts as under way; the audit has it before the cloud does. */
function claim(state: State, incident: Incident, who: string, at: number): ReturnType<Step> {
  const { action, call } = incident.plan!;
  const attempt: Attempt = {
    action,
    call,
    who,
    claimedAt: at,
    acceptedAt: undefined,
    requestId: undefined,
    doneAt: undefined,
    outcome: 'under way',
    words: 'sent',
  };
  const words = `${actionById(action).title} is sent`;
  const healing: Incident = {
    ...incident,
    phase: 'healing',
    asked: undefined,
    attempts: [...incident.attempts, attempt],
    healthyInARow: 0,
    words,
  };
  return [
    put(state, healing),
    [
      recordOf(healing, at, 'claimed', words, {
        who,
        data: { action, call, probability: incident.peak, reasons: incident.reasons },
      }),
      { type: 'act', incident: incident.id, vm: incident.vm, call },
    ],
  ];
}

function accepted(state: State, event: Extract<Event, { type: 'action-accepted' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  const { requestId, at } = event;
  const words = requestId
    ? `the cloud accepted it (${requestId})`
    : 'the cloud gave no clear answer: what the VM does will tell';
  if (!incident) return tooLate(state, event, 'accepted', words);
  return [
    put(state, withLastAttempt(incident, { acceptedAt: at, requestId, words })),
    [recordOf(incident, at, 'accepted', words, { data: { requestId } })],
  ];
}

function refused(state: State, event: Extract<Event, { type: 'action-refused' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  if (!incident) return tooLate(state, event, 'refused', event.reason);
  return noHelp(state, incident, event.at, 'refused', event.reason);
}

/** The answer to a call whose incident was closed meanwhile: the audit gets it all the same. */
function tooLate(
  state: State,
  { at, incident }: { readonly at: number; readonly incident: string },
  kind: 'accepted' | 'refused',
  words: string,
): ReturnType<Step> {
  const closed = state.history.find((one) => one.id === incident);
  return [state, closed ? [recordOf(closed, at, kind, words)] : []];
}
