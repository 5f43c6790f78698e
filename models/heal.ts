import { claim } from './claim.ts';
import { recordOf } from './entry.ts';
import type { Effect, Event, Wish } from './event.ts';
import { follow, noHelp } from './follow.ts';
import { refusals } from './guards/index.ts';
import { countOf } from './heal-settings.ts';
import type { Incident } from './incident.ts';
import { chain, find, isWaiting, put, putAttempt, withLastAttempt } from './incidents.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** Milliseconds until Nova is asked again about a VM of which it said nothing. */
const askedAgain = 60_000;

/** Plans that may be done are claimed and sent; what was sent is followed until the VM is proven well, or not. */
export const heal: Step = (state, event) => {
  switch (event.type) {
    case 'observed':
      return state.mode === 'auto'
        ? chain(follow(state, event.at), (after) => autoLooks(after, event.at))
        : follow(state, event.at);
    case 'confirmed':
      return confirmed(state, event);
    case 'looked':
      return looked(state, event);
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

/** Nova is asked directly before each claim. Asked about are no more VMs at once than may be healed at once. */
function autoLooks(state: State, at: number): ReturnType<Step> {
  const effects: Effect[] = [];
  for (const { id: incident, phase, asked, plan, vm } of state.incidents.values()) {
    if (effects.length >= countOf(state.settings.concurrent, state.vms.size)) break;
    const wish = plan && { incident, action: plan.action, who: 'auto' };
    if (phase === 'firing' && !asked && wish && !against(state, wish, at).length)
      effects.push({ type: 'look', vm, wish });
  }
  return [state, effects];
}

/** The world may have moved since the dialog was opened: the guards are asked once more, and then Nova. */
function confirmed(
  state: State,
  { at, typed, warned = [], ...event }: Extract<Event, { type: 'confirmed' }>,
): ReturnType<Step> {
  const wish: Wish = { incident: event.incident, action: event.action, who: event.who, person: { typed, warned } };
  const incident = find(state, wish.incident);
  if (!incident?.plan || incident.attempts.at(-1)?.outcome === 'under way') return [state, []];
  const reasons = against(state, wish, at);
  return reasons.length ? held(state, incident, wish, reasons, at) : [state, [{ type: 'look', vm: incident.vm, wish }]];
}

/** Nova has said what is at the VM just now. Each claim counts for the next one: all guards are asked again. */
function looked(state: State, { at, seen, wish }: Extract<Event, { type: 'looked' }>): ReturnType<Step> {
  const incident = wish && find(state, wish.incident);
  if (!wish || !incident?.plan || !isWaiting(incident)) return [state, []];
  const unknown = 'unknown' in seen ? [`Nova does not say who is at it: ${seen.unknown}`] : [];
  const reasons = [...unknown, ...against(state, wish, at)];
  if (!reasons.length) return claim(state, incident, wish.who, at);
  const [after, effects] = held(state, incident, wish, reasons, at);
  if (wish.person || !unknown.length) return wish.person ? [after, effects] : [state, []];
  // Others get their turn before Nova is asked about this one again.
  const barred = { until: at + askedAgain, words: `${unknown[0]}; asked again in ${askedAgain / 1000} s` };
  return [put(after, { ...incident, phase: 'held', barred, words: barred.words }), effects];
}

/** All that speaks against a wish as things are known now. */
function against(state: State, { action, person, ...wish }: Wish, at: number): readonly string[] {
  const incident = find(state, wish.incident);
  const vm = incident && state.vms.get(incident.vm);
  if (!vm || !incident.plan) return ['there is no plan for it any more'];
  const planned = incident.plan.action;
  const isLate = !person && (state.mode !== 'auto' || incident.phase !== 'firing' || incident.asked !== undefined);
  return [
    ...(planned === action ? [] : [`the plan is now ${planned}`]),
    ...(isLate ? ['it is not for auto mode any more'] : []),
    ...refusals({ vm, action, at, state, ...(person ? { person } : {}) }).map(({ reason }) => reason),
  ];
}

function held(
  state: State,
  incident: Incident,
  { who }: Wish,
  reasons: readonly string[],
  at: number,
): ReturnType<Step> {
  return [state, [recordOf(incident, at, 'held', `not done: ${reasons.join('; ')}`, { who })]];
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
