import { judgedAnew } from './care.ts';
import { claimsAfter } from './claim-lines.ts';
import type { Entry, EntryKind, Subject } from './event.ts';
import { chain, put } from './incidents.ts';
import { subjectKey } from './maintenance.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** What is said or done at one cloud-medic and holds, or counts, for all on the same journal. */
export const heardKinds: readonly EntryKind[] = [
  ...(['halt', 'quarantine', 'maintenance', 'acknowledged', 'snoozed'] as const),
  ...(['claimed', 'accepted', 'refused', 'lock', 'done', 'resolved'] as const),
];

/**
 * Takes in what was said at the other cloud-medics on this journal. Our own lines are among them: told once more in the
 * journal's order, all come to believe the same, whoever was first.
 */
export const hear: Step = (state, event) => {
  if (event.type !== 'heard') return [state, []];
  const isKnown = ({ at, kind, who, vm }: Entry) =>
    state.entries.some((one) => Math.round(one.at) === at && one.kind === kind && one.who === who && one.vm === vm);
  const news = event.entries.filter((entry) => !isKnown(entry)).reverse();
  const told = { ...state, entries: [...news, ...state.entries] };
  return event.entries.reduce<ReturnType<Step>>(
    (after, entry) => chain(after, (now) => heard(now, entry, event.at)),
    [told, []],
  );
};

function heard(state: State, entry: Entry, at: number): ReturnType<Step> {
  const claims = claimsAfter(state.claims, entry, at);
  const after = withWish({ ...state, claims }, entry);
  const { vm = '', kind, data, who } = entry;
  const isLifted = kind === 'quarantine' && !data.on && state.quarantine.has(vm);
  if (!isLifted || (state.incidents.get(vm)?.openedAt ?? 0) > entry.at) return [after, []];
  return judgedAnew(after, vm, at, who);
}

/** The state by one line of the journal that says what somebody wished, or that a VM was given up. */
export function withWish(state: State, entry: Entry): State {
  if (isOutdated(entry, state)) return state;
  switch (entry.kind) {
    case 'halt':
      return { ...state, halted: entry.data.on ? { who: entry.who, at: entry.at } : undefined };
    case 'quarantine':
      return quarantine(state, entry);
    case 'maintenance':
      return maintenance(state, entry);
    case 'acknowledged':
    case 'snoozed':
      return attention(state, entry);
    default:
      return state;
  }
}

/** What could be kept only later takes nothing back that was said since. */
function isOutdated({ kind, at, vm = '', data }: Entry, state: State): boolean {
  if (data.keptAt === undefined || data.on !== false) return false;
  if (kind === 'halt') return (state.halted?.at ?? 0) > at;
  if (kind === 'quarantine') return (state.quarantine.get(vm)?.since ?? 0) > at;
  const subject = data.subject as Subject | undefined;
  return (
    kind === 'maintenance' && subject !== undefined && (state.maintenance.get(subjectKey(subject))?.since ?? 0) > at
  );
}

function quarantine(state: State, { at, vm, vmName = '', data, words }: Entry): State {
  if (!vm) return state;
  const after = new Map(state.quarantine);
  if (data.on) after.set(vm, { since: at, vmName, words: typeof data.words === 'string' ? data.words : words });
  else after.delete(vm);
  return { ...state, quarantine: after };
}

function maintenance(state: State, { at, who, data }: Entry): State {
  const subject = data.subject as Partial<Subject> | undefined;
  if ((subject?.kind !== 'vm' && subject?.kind !== 'host') || typeof subject.id !== 'string') return state;
  const key = subjectKey({ kind: subject.kind, id: subject.id });
  const after = new Map(state.maintenance);
  const until = typeof data.until === 'number' ? data.until : undefined;
  if (data.on) after.set(key, { who, since: at, until, reason: String(data.reason ?? '') });
  else after.delete(key);
  return { ...state, maintenance: after };
}

/** Each cloud-medic has an incident of its own for what is wrong with a VM. */
function attention(state: State, { at, kind, vm = '', who, data }: Entry): State {
  const incident = state.incidents.get(vm);
  if (!incident || incident.openedAt > at) return state;
  if (kind === 'acknowledged')
    return put(state, { ...incident, acknowledged: data.on === false ? undefined : { who, at } });
  return put(state, { ...incident, snoozed: { who, until: Number(data.until) || 0 } });
}
