import type { ActionId } from './action.ts';
import { actionById } from './actions/index.ts';
import { isContradicted } from './condition.ts';
import { recordOf } from './entry.ts';
import { escalation } from './escalation.ts';
import type { Effect, Event } from './event.ts';
import { faultById } from './faults/index.ts';
import { refusals } from './guards/index.ts';
import type { Incident, Phase } from './incident.ts';
import { chain, find, isAlarm, isWaiting, put, wasTried, without } from './incidents.ts';
import { quarantined } from './quarantine.ts';
import { open } from './raise.ts';
import { wayOf } from './routes.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { unknownWhy } from './unknown.ts';
import type { Vm } from './vm.ts';

/** After these the guards may say something else. */
const replanned: readonly Event['type'][] = [
  ...(['observed', 'waited', 'mode-set', 'halted', 'acknowledged', 'snoozed'] as const),
  ...([
    'maintenance-set',
    'maintenance-cleared',
    'quarantine-lifted',
    'leased',
    'heard',
    'looked',
    'limit-set',
  ] as const),
];

/** For each incident that waits: the next rung of its ladder and what the guards say to it. */
export const plan: Step = (state, event) => {
  if (event.type === 'heal-asked') return asked(state, event);
  if (event.type === 'heal-withdrawn') return withdrawn(state, event);
  if (!replanned.includes(event.type)) return [state, []];
  const isConcerned = ({ vm }: Incident) => event.type !== 'looked' || event.vm === vm;
  const effects: Effect[] = [];
  const givenUp: Incident[] = [];
  const incidents = new Map(state.incidents);
  const working = { ...state, incidents };
  for (const incident of state.incidents.values()) {
    if (!isWaiting(incident) || !isConcerned(incident)) continue;
    const planned = withPlan(incident, working, event.at);
    incidents.set(incident.vm, planned);
    if (planned.phase === 'escalated' && planned.attempts.some(wasTried)) givenUp.push(planned);
    if (stands(planned) === stands(incident)) continue;
    const kind = planned.phase === 'firing' ? 'plan' : planned.phase === 'escalated' ? 'escalated' : 'held';
    effects.push(recordOf(planned, event.at, kind, planned.words, { data: { plan: planned.plan } }));
    if (kind === 'escalated' || needsPerson(planned)) effects.push(escalation(planned, event.at, planned.words));
  }
  return givenUp.reduce<ReturnType<Step>>(
    (after, incident) => chain(after, (now) => quarantined(now, incident, event.at, incident.words)),
    [working, effects],
  );
};

/** A person wants this VM healed: an incident of its own where there is none, with the action asked for. */
function asked(state: State, event: Extract<Event, { type: 'heal-asked' }>): ReturnType<Step> {
  const verdict = state.verdicts.get(event.vm);
  const known = state.incidents.get(event.vm);
  if (!verdict || (known && !isWaiting(known))) return [state, []];
  const wish = { who: event.who, action: event.action, at: event.at };
  const wished: Incident = { ...(known ?? open(verdict, state, event.at)), asked: wish };
  const incident = withPlan(wished, put(state, wished), event.at);
  const effect = recordOf(incident, event.at, 'plan', `heal asked for: ${incident.words}`, { who: event.who });
  // Who is at a VM that nobody watched must be known before anybody says yes.
  return [put(state, incident), [effect, { type: 'look', vm: event.vm, wish: undefined }]];
}

/** The person thought better of it: what was opened for that wish alone is closed, an alarm gets its own plan back. */
function withdrawn(state: State, event: Extract<Event, { type: 'heal-withdrawn' }>): ReturnType<Step> {
  const incident = find(state, event.incident);
  if (!incident?.asked || !isWaiting(incident)) return [state, []];
  const alarm = { ...incident, asked: undefined };
  const stays = isAlarm(incident, state);
  const words = 'the heal that was asked for was withdrawn';
  const effect = recordOf(incident, event.at, stays ? 'plan' : 'resolved', words, { who: event.who });
  const after = stays ? put(state, withPlan(alarm, put(state, alarm), event.at)) : without(state, incident.vm);
  return [after, [effect]];
}

function withPlan(incident: Incident, state: State, at: number): Incident {
  const vm = state.vms.get(incident.vm);
  // After a restart, before Nova was asked.
  if (!vm) return incident;
  const given = incident.asked ? undefined : state.quarantine.get(incident.vm);
  if (given) return { ...incident, plan: undefined, phase: 'escalated', words: given.words };
  const action = nextAction(incident, vm);
  if (!action) return { ...incident, plan: undefined, ...withoutAction(incident, state) };
  const reasons = refusals({ vm, action, at, state });
  const plan = { action, ...wayOf(actionById(action), incident, vm, state), refusals: reasons, madeAt: at };
  if (reasons.length)
    return { ...incident, plan, phase: 'held', words: reasons.map(({ reason }) => reason).join('; ') };
  const why = plan.because ? ` (${plan.because})` : '';
  return { ...incident, plan, phase: 'firing', words: `${actionById(action).title} is next${why}` };
}

/**
 * The mildest rung not yet tried that Nova would take now; failing that, the mildest not yet tried. A rung that Nova
 * refused, or that never reached it, was not tried: it may pass, up to the third time.
 */
function nextAction(incident: Incident, vm: Vm): ActionId | undefined {
  const { attempts } = incident;
  const gaveUp = (action: ActionId) => attempts.filter((one) => one.action === action && !wasTried(one)).length >= 3;
  const tried = new Set(attempts.flatMap((one) => (wasTried(one) || gaveUp(one.action) ? [one.action] : [])));
  if (incident.asked?.action && !tried.has(incident.asked.action)) return incident.asked.action;
  const ladder = incident.diagnosis ? faultById(incident.diagnosis).ladder : isContradicted(vm) ? together : [];
  const untried = ladder.filter((action) => !tried.has(action) && (actionById(action).fits?.(vm) ?? true));
  return untried.find((action) => !actionById(action).refuses(vm)) ?? untried[0];
}

/** Where Nova says ERROR of a guest that runs: a hard reboot makes the two one again, if a person wants that. */
const together: readonly ActionId[] = ['hard-reboot'];

function withoutAction(
  { vm, diagnosis, attempts, asked, peak }: Incident,
  state: State,
): { phase: Phase; words: string } {
  if (asked && !diagnosis && peak < state.model.thresholds.clear) {
    const seen = state.vms.get(vm);
    const unknown = seen && unknownWhy(seen, state);
    const words = unknown ? `how it fares is unknown (${unknown})` : 'it looks well: there is nothing to heal';
    return { phase: 'held', words };
  }
  // That no samples come proves nothing of what was tried: they are waited for, and no person is called for want of them.
  if (diagnosis === 'telemetry-loss') {
    const trouble = state.hosts.get(state.vms.get(vm)?.host ?? '');
    return { phase: 'held', words: trouble ? `it is its host: ${trouble.words}` : faultById(diagnosis).leftAlone! };
  }
  if (!diagnosis) return { phase: 'escalated', words: 'the cause is not known: a person should look' };
  if (attempts.length)
    return { phase: 'escalated', words: 'every action of the ladder was tried: a person should look' };
  return { phase: 'held', words: faultById(diagnosis).leftAlone ?? 'nothing is known that helps' };
}

/** What was tried did not help, and the next rung is not climbed without a yes; or the guest may live. */
function needsPerson({ attempts, plan }: Incident): boolean {
  const wanting = [...(attempts.length > 0 ? ['ceiling'] : []), 'living', 'elsewhere'];
  return plan?.refusals.some(({ guard }) => wanting.includes(guard)) ?? false;
}

/** What is worth a new line in the audit: not the seconds in a reason, but which guards speak. */
function stands({ phase, plan, diagnosis }: Incident): string {
  return [phase, diagnosis, plan?.action, ...(plan?.refusals.map(({ guard }) => guard) ?? [])].join(' ');
}
