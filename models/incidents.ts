import { type Claim, withClaims } from './claims.ts';
import type { Effect } from './event.ts';
import type { Attempt, Incident } from './incident.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';
import { counted } from './tally.ts';

/** Small moves on the open incidents that the steps share. */
export function put(state: State, incident: Incident): State {
  return { ...state, incidents: new Map(state.incidents).set(incident.vm, incident) };
}

/** The same for an incident whose attempts have news: they are counted as claims as well. */
export function putAttempt(state: State, incident: Incident, at: number): State {
  return withClaims(put(state, incident), incident, at);
}

const underWay = new WeakMap<State['incidents'], readonly Attempt[]>();

/** The last attempts that are not over, of all incidents. */
export function attemptsUnderWay({ incidents }: State): readonly Attempt[] {
  let found = underWay.get(incidents);
  if (!found) {
    const last = [...incidents.values()].flatMap(({ attempts }) => attempts.at(-1) ?? []);
    found = last.filter(({ outcome }) => outcome === 'under way');
    underWay.set(incidents, found);
  }
  return found;
}

/** Heals that other cloud-medics on this journal are at: those of the living do not lapse. */
export function othersUnderWay(state: State, at: number): readonly Claim[] {
  const isUnderWay = ({ outcome, until = 0, holder = '' }: Claim) =>
    outcome === 'under way' && (at < until || state.others.has(holder));
  return state.claims.filter((claim) => isUnderWay(claim) && !find(state, claim.incident));
}

/** All of those, and heals that were given up on while the cloud still is at them: each takes one of the few places. */
export function places(state: State, at: number): readonly { readonly vm: string; readonly host: string }[] {
  const now = attemptsUnderWay(state);
  const isLeft = ({ vm, at: began }: Claim) =>
    at - began < 3_600_000 && state.vms.get(vm)?.taskState !== undefined && !now.some((one) => one.vm === vm);
  return [...now, ...othersUnderWay(state, at), ...state.claims.filter(isLeft)];
}

/** The state without the VM's open incident. */
export function without(state: State, vm: string): State {
  const incidents = new Map(state.incidents);
  incidents.delete(vm);
  return { ...state, incidents };
}

/** The closed incidents with newly closed ones in front; a hundred are kept, all are counted. */
export function withHistory(state: State, closed: readonly Incident[]): State {
  if (!closed.length) return state;
  const tally = closed.reduce((sum, incident) => counted(sum, incident, state), state.tally);
  return { ...state, tally, history: [...closed, ...state.history].slice(0, 100) };
}

/** Whether nothing is under way for the incident, so that it may change its mind or close by itself. */
export function isWaiting({ phase }: Incident): boolean {
  return phase === 'firing' || phase === 'held' || phase === 'escalated';
}

/** Whether the VM has got it: what the cloud refused, or what never reached it, was not tried. */
export function wasTried({ outcome }: Attempt): boolean {
  return outcome !== 'refused' && outcome !== 'lost';
}

/** Whether something is wrong with the VM, and not only a person wished for a heal. */
export function isAlarm({ peak, diagnosis }: Incident, state: State): boolean {
  return peak >= state.model.thresholds.raise || diagnosis !== undefined;
}

/** By whom, and until when, it is put off at that time. */
export function snoozeAt(incident: Incident | undefined, at: number): Incident['snoozed'] {
  return (incident?.snoozed?.until ?? 0) > at ? incident?.snoozed : undefined;
}

export function find(state: State, id: string): Incident | undefined {
  return [...state.incidents.values()].find((incident) => incident.id === id);
}

/** The incident with news about its last attempt. */
export function withLastAttempt(incident: Incident, news: Partial<Attempt> & { readonly words: string }): Incident {
  const attempts = incident.attempts.with(-1, { ...incident.attempts.at(-1)!, ...news });
  return { ...incident, attempts, words: news.words };
}

/** One move after another, with the effects of both. */
export function chain(
  [state, effects]: readonly [State, readonly Effect[]],
  next: (state: State) => ReturnType<Step>,
): ReturnType<Step> {
  const [after, more] = next(state);
  return [after, [...effects, ...more]];
}

/** Seconds after which a change that nobody mended counts as the VM's usual. */
const usualAfter = 6 * 3600;

/** Whether the incident has become the VM's way of life: until then what is sick must not pass for usual. */
export function isUsualNow({ openedAt }: Incident, at: number): boolean {
  return at - openedAt > usualAfter * 1000;
}
