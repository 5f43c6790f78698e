import { originOf, record, recordOf } from './entry.ts';
import type { Event } from './event.ts';
import { chain, find, isWaiting, put, withHistory, without } from './incidents.ts';
import { subjectKey } from './maintenance.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/** What people say about incidents, VMs and hosts, and who of several cloud-medics may heal. All of it in the audit. */
export const care: Step = (state, event) => {
  switch (event.type) {
    case 'acknowledged':
      return acknowledged(state, event);
    case 'snoozed':
      return snoozed(state, event);
    case 'maintenance-set':
    case 'maintenance-cleared':
      return maintenance(state, event);
    case 'quarantine-lifted':
      return lifted(state, event);
    case 'halted':
      return halted(state, event);
    case 'interval-set':
      return paced(state, event);
    case 'limit-set':
      return limited(state, event);
    case 'leased':
      return [{ ...state, lease: event.lease, others: event.others ?? state.others }, []];
    default:
      return [state, []];
  }
};

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

function acknowledged(state: State, { at, incidents, on, who }: Of<'acknowledged'>): ReturnType<Step> {
  return incidents.reduce<ReturnType<Step>>(
    ([now, effects], id) => {
      const incident = find(now, id);
      if (!incident || on === (incident.acknowledged !== undefined)) return [now, effects];
      const facts = { who, data: { on, ...originOf(incident) } };
      const entry = recordOf(incident, at, 'acknowledged', on ? 'taken over' : 'given back', facts);
      return [put(now, { ...incident, acknowledged: on ? { who, at } : undefined }), [...effects, entry]];
    },
    [state, []],
  );
}

function snoozed(state: State, { at, incident: id, until, who }: Of<'snoozed'>): ReturnType<Step> {
  const incident = find(state, id);
  if (!incident) return [state, []];
  const words = until > at ? `put off for ${Math.round((until - at) / 60_000)} min` : 'no longer put off';
  const entry = recordOf(incident, at, 'snoozed', words, { who, data: { until, ...originOf(incident) } });
  return [put(state, { ...incident, snoozed: { who, until } }), [entry]];
}

function maintenance(state: State, event: Of<'maintenance-set' | 'maintenance-cleared'>): ReturnType<Step> {
  const { at, who, subject } = event;
  const changed = new Map(state.maintenance);
  const about = subject.kind === 'vm' ? { vm: subject.id, vmName: state.vms.get(subject.id)?.name } : {};
  const name = about.vmName ?? subject.id;
  if (event.type === 'maintenance-cleared') {
    if (!changed.delete(subjectKey(subject))) return [state, []];
    const data = { subject, on: false };
    const entry = record(at, 'maintenance', `${name}: maintenance is over`, { who, data, ...about });
    return [{ ...state, maintenance: changed }, [entry]];
  }
  const { reason, until } = event;
  changed.set(subjectKey(subject), { who, since: at, until, reason });
  const data = { subject, on: true, reason, until };
  const entry = record(at, 'maintenance', `${name} is in maintenance: ${reason}`, { who, data, ...about });
  return [{ ...state, maintenance: changed }, [entry]];
}

/** A new beginning: a VM that is still sick gets a new incident. What was done to it still counts towards the limits. */
function lifted(state: State, { at, vm, who }: Of<'quarantine-lifted'>): ReturnType<Step> {
  const quarantine = new Map(state.quarantine);
  const found = quarantine.get(vm);
  if (!found) return [state, []];
  quarantine.delete(vm);
  const facts = { who, data: { on: false }, vm, vmName: found.vmName };
  const entry = record(at, 'quarantine', 'quarantine lifted', facts);
  return chain([{ ...state, quarantine }, [entry]], (now) => judgedAnew(now, vm, at, who));
}

/** The incident of a VM whose quarantine was lifted is closed. */
export function judgedAnew(state: State, vm: string, at: number, who: string): ReturnType<Step> {
  const incident = state.incidents.get(vm);
  if (!incident || !isWaiting(incident)) return [state, []];
  const closed = { ...incident, phase: 'resolved', closedAt: at, words: 'quarantine lifted: judged anew' } as const;
  const after = withHistory(without(state, vm), [closed]);
  return [after, [recordOf(closed, at, 'resolved', closed.words, { who })]];
}

function paced(state: State, { at, seconds, who }: Of<'interval-set'>): ReturnType<Step> {
  if (seconds === state.settings.interval) return [state, []];
  const entry = record(at, 'note', `polls every ${seconds} s from now on`, { who, data: { interval: seconds } });
  return [{ ...state, settings: { ...state.settings, interval: seconds } }, [entry]];
}

function limited(state: State, { at, name, limit, who }: Of<'limit-set'>): ReturnType<Step> {
  if (limit === state.settings[name]) return [state, []];
  const entry = record(at, 'note', `${name} is ${limit} from now on`, { who, data: { [name]: limit } });
  return [{ ...state, settings: { ...state.settings, [name]: limit } }, [entry]];
}

function halted(state: State, { at, on, who }: Of<'halted'>): ReturnType<Step> {
  if (on === (state.halted !== undefined)) return [state, []];
  const words = on ? 'auto is stopped: nothing is done by itself any more' : 'auto may go on';
  return [{ ...state, halted: on ? { who, at } : undefined }, [record(at, 'halt', words, { who, data: { on } })]];
}
