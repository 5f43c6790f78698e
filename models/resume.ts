import { actions } from './actions/index.ts';
import { claimsAfter } from './claim-lines.ts';
import { recordOf } from './entry.ts';
import type { Entry, EntryKind } from './event.ts';
import { faults } from './faults/index.ts';
import { withWish } from './hear.ts';
import type { Attempt, Incident } from './incident.ts';
import { find, put, putAttempt, withLastAttempt, without } from './incidents.ts';
import { executionOf, nextNumber } from './routes.ts';
import type { Brake, State } from './state.ts';
import type { Step } from './step.ts';

/** What a week of these entries is enough for, to go on with heals, and with what people look after … */
export const healKinds: readonly EntryKind[] = [
  'claimed',
  'accepted',
  'refused',
  'lock',
  'done',
  'resolved',
  'acknowledged',
  'snoozed',
];
/** … and what counts until it is taken back, however old it is. */
export const lastingKinds: readonly EntryKind[] = ['quarantine', 'maintenance', 'halt', 'brake'];

/**
 * Takes up after a restart, from the journal alone, what was under way: heals that were sent are followed and not sent
 * again, those of which no answer is known are followed by what the cloud shows, limits and quarantines still hold.
 * What another cloud-medic is at is left to it; its heals count all the same. Our own go on as they stand.
 */
export const resume: Step = (state, event) => {
  if (event.type !== 'resumed') return [state, []];
  const all = withoutIdle(
    event.entries.reduce((now, entry) => tell(now, entry, event.at), blank(state)),
    state,
  );
  const own = [...state.incidents.values()].filter(({ attempts }) => attempts.length > 0);
  const told = own.reduce((now, incident) => putAttempt(now, incident, event.at), withoutOthers(all, event.mine));
  const isNew = ({ id, phase }: Incident) => isGoingOn(phase) && !own.some((one) => one.id === id);
  return [...told.incidents.values()].filter(isNew).reduce<ReturnType<Step>>(
    ([now, effects], incident) => {
      const last = incident.attempts.at(-1)!;
      const isUnsure = last.acceptedAt === undefined;
      const words = `taken up after a restart${isUnsure ? ': whether the cloud got it, the VM will tell' : ''}`;
      const taken = withLastAttempt(incident, { words, acceptedAt: last.acceptedAt ?? event.at });
      return [putAttempt(now, taken, event.at), [...effects, recordOf(taken, event.at, 'note', words)]];
    },
    [told, []],
  );
};

const isGoingOn = (phase: Incident['phase']) => phase === 'healing' || phase === 'verifying';

/** Whether what others left may be gone on with here: not by a single command, nor where nothing is sent. */
function mayTend({ tends, readOnly, mode }: State): boolean {
  return tends && !readOnly && mode !== 'observe';
}

/** Without incidents that are not ours to follow. One that waits between two actions is, once its healer is gone. */
function withoutOthers(state: State, mine: ReadonlySet<string> | undefined): State {
  const isOurs = ({ id, phase, attempts }: Incident): boolean => {
    if (!attempts.length || mine === undefined || mine.has(id)) return true;
    const { holder = '' } = state.claims.findLast(({ incident }) => incident === id) ?? {};
    return !isGoingOn(phase) && mayTend(state) && !state.others.has(holder);
  };
  return { ...state, incidents: new Map([...state.incidents].filter(([, incident]) => isOurs(incident))) };
}

/** What the journal tells is known from it alone, however often it is told. */
function blank(state: State): State {
  const nothing = { claims: [], quarantine: new Map(), maintenance: new Map(), halted: undefined, brake: undefined };
  return { ...state, ...nothing, incidents: untouched(state.incidents) };
}

/** The incidents of which nothing was sent. */
function untouched(incidents: State['incidents']): State['incidents'] {
  return new Map([...incidents].filter(([, { attempts }]) => !attempts.length));
}

/** Without what was opened again only for a wish that was taken back since. */
function withoutIdle(told: State, before: State): State {
  const matters = ({ id, attempts, acknowledged, snoozed }: Incident) =>
    attempts.length || acknowledged || snoozed || find(before, id);
  return { ...told, incidents: new Map([...told.incidents].filter(([, incident]) => matters(incident))) };
}

function tell(state: State, entry: Entry, now: number): State {
  const claims = claimsAfter(state.claims, entry, now);
  return { ...story(state, { ...entry, at: Math.min(entry.at, now) }), claims };
}

/** The incidents by one line; their claims are counted apart, with those of others. */
function story(state: State, entry: Entry): State {
  switch (entry.kind) {
    case 'claimed':
      return claimed(state, entry);
    case 'accepted':
    case 'refused':
    case 'done':
    case 'resolved':
      return entry.data.late ? state : news(state, entry);
    case 'acknowledged':
    case 'snoozed':
      return withWish(openedFor(entry, state), entry);
    case 'brake':
      return { ...state, brake: entry.data.on ? braked(entry) : undefined };
    default:
      return withWish(state, entry);
  }
}

/** With the incident that somebody took over or put off, though nothing was sent for it. */
function openedFor({ at, vm, vmName = '', incident: id, data }: Entry, state: State): State {
  if (!vm || !id || state.incidents.has(vm) || data.on === false) return state;
  return put(state, { ...opened(id, vm, vmName, data, at), phase: 'firing' });
}

function claimed(state: State, { at, vm, vmName = '', incident: id, who, words, data }: Entry): State {
  const action = actions.find((one) => one.id === data.action)?.id;
  if (!action || !vm || !id) return state;
  const known = find(state, id);
  const number = typeof data.number === 'number' ? data.number : nextNumber(known ?? { attempts: [] });
  const way = wayFrom(data, { vm, incident: id, action, number });
  if (!way) return state;
  const because = typeof data.because === 'string' ? { because: data.because } : {};
  const unknown = { acceptedAt: undefined, requestId: undefined, doneAt: undefined };
  const attempt: Attempt = {
    ...{ ...way, ...because, ...unknown },
    ...{ action, number, vm, host: String(data.host ?? ''), who, claimedAt: at },
    ...{ outcome: 'under way', words },
  };
  const incident: Incident = {
    ...(known ?? opened(id, vm, vmName, data, at)),
    phase: 'healing',
    plan: undefined,
    attempts: [...(known?.attempts ?? []), attempt],
    healthyInARow: 0,
    words,
  };
  return put(state, incident);
}

function opened(id: string, vm: string, vmName: string, data: Entry['data'], at: number): Incident {
  return {
    ...{ id, vm, vmName, closedAt: undefined, phase: 'healing', asked: undefined, plan: undefined, attempts: [] },
    openedAt: typeof data.openedAt === 'number' ? data.openedAt : at,
    diagnosis: faults.find((one) => one.id === data.diagnosis)?.id,
    peak: typeof data.probability === 'number' ? data.probability : 1,
    reasons: Array.isArray(data.reasons) ? data.reasons.map(String) : [],
    ...{ healthyInARow: 0, judgedAt: at, words: '' },
  };
}

function news(state: State, entry: Entry): State {
  const incident = find(state, entry.incident ?? '');
  const { at, kind, words, data } = entry;
  if (!incident) return state;
  if (!incident.attempts.length && kind !== 'resolved') return state;
  if (kind === 'accepted') {
    const requestId = typeof data.requestId === 'string' ? data.requestId : undefined;
    return put(state, withLastAttempt(incident, { acceptedAt: at, requestId, words }));
  }
  if (kind === 'resolved') return without(state, incident.vm);
  const { outcome } = data;
  if (outcome === 'no help' || outcome === 'refused' || outcome === 'lost')
    return put(state, { ...withLastAttempt(incident, { outcome, words }), phase: 'firing' });
  const vm = typeof data.vm === 'string' ? data.vm : incident.vm;
  const verifying: Incident = {
    ...withLastAttempt(incident, { doneAt: at, words }),
    phase: 'verifying',
    vm,
    judgedAt: at,
  };
  return put(vm === incident.vm ? state : without(state, incident.vm), verifying);
}

/** The time that it must have been calm begins anew. */
function braked({ at, words, data }: Entry): Brake {
  return { since: at, words: typeof data.words === 'string' ? data.words : words, calmSince: undefined };
}

/** The way without its calls, of which none is taken from a line. */
function wayFrom(
  data: Entry['data'],
  attempt: Parameters<typeof executionOf>[0],
): Pick<Attempt, 'route' | 'follow'> | undefined {
  switch (data.route) {
    case 'nova':
      return { route: 'nova', follow: { kind: 'server' } };
    case 'mistral':
      return { route: 'mistral', follow: { kind: 'execution', id: executionOf(attempt) } };
    case 'heat': {
      const { id, resource } = (data.follow ?? {}) as { readonly id?: unknown; readonly resource?: unknown };
      if (typeof id !== 'string' || typeof resource !== 'string') return undefined;
      return { route: 'heat', follow: { kind: 'stack', id, resource } };
    }
    default:
      return undefined;
  }
}
