import type { Action, ActionId, Call, Route, Service } from './action.ts';
import type { Incident, Way } from './incident.ts';
import { lock, lockFrom, unlock } from './lock.ts';
import type { State } from './state.ts';
import { uuidOf } from './uuid.ts';
import type { SourceHealth, Vm } from './vm.ts';

/** How an action would be done for an incident: by the route that the settings wish, or by another one that says why. */
export function wayOf(action: Action, incident: Incident, vm: Vm, state: State): Way {
  const { route, because } = chosen(action, incident, state);
  const way = { nova, mistral, heat }[route](action, incident, vm, state);
  return because === undefined ? way : { ...way, because };
}

/** Why a route is not to be had now, or undefined. */
export function obstacle(route: Route, state: State): string | undefined {
  if (route === 'nova') return undefined;
  const { service, source, name } = behind[route];
  if (!state.cloud?.services?.includes(service)) return `the cloud offers no ${name}`;
  const health = state.sources.find((one) => one.source === source);
  return health?.ok === false ? `${name} does not answer` : undefined;
}

/** Workflows of ours are called like this. */
export const workflowPrefix = 'cloud_medic.';

/** The name of our workflow for an action: `cloud_medic.hard_reboot` for hard-reboot. */
export function workflowName(action: string): string {
  return workflowPrefix + action.replaceAll('-', '_');
}

type Behind = { readonly service: Service; readonly source: SourceHealth['source']; readonly name: string };
const behind: Readonly<Record<'mistral' | 'heat', Behind>> = {
  mistral: { service: 'workflow', source: 'mistral', name: 'Mistral' },
  heat: { service: 'orchestration', source: 'heat', name: 'Heat' },
};

/** Mistral can be done without; what only Heat can do waits for Heat (a guard says so). */
function chosen(action: Action, { attempts }: Incident, state: State): { route: Route; because?: string } {
  const wish = state.settings.routes[action.id] ?? action.routes[0]!;
  if (!action.routes.includes(wish)) return { route: action.routes[0]!, because: `${wish} cannot do it` };
  if (wish !== 'mistral' || !action.routes.includes('nova')) return { route: wish };
  const last = attempts.findLast((one) => one.action === action.id);
  const refused =
    last?.route === 'mistral' && ['refused', 'lost'].includes(last.outcome)
      ? `Mistral did not do it (${last.words})`
      : '';
  const reason = obstacle('mistral', state) ?? refused;
  return reason ? { route: 'nova', because: `${reason}: straight to Nova` } : { route: 'mistral' };
}

function nova(action: Action, incident: Incident, vm: Vm, state: State): Way {
  const mayLock = action.rung >= lockFrom && isAdmin(state);
  return {
    route: 'nova',
    before: mayLock ? [lock(vm, incident.id)] : [],
    call: action.call(vm),
    undo: mayLock ? [unlock(vm)] : [],
    follow: { kind: 'server' },
  };
}

/** The workflow looks again at lock, task and status by itself: it would stop at a lock of ours. */
function mistral(action: Action, incident: Incident, vm: Vm): Way {
  const id = executionOf({ vm: vm.id, incident: incident.id, action: action.id, number: nextNumber(incident) });
  const input = { vm: vm.id, incident: incident.id, who: incident.asked?.who ?? 'cloud-medic' };
  const description = `cloud-medic: ${action.title} of ${vm.name}`;
  const body = { id, workflow_name: workflowName(action.id), input, description };
  const call: Call = { service: 'workflow', method: 'POST', path: '/executions', body };
  return { route: 'mistral', before: [], call, undo: [], follow: { kind: 'execution', id } };
}

/** The id of the Mistral execution of an attempt: made from what it is for, so that none has to be believed. */
export function executionOf(attempt: {
  readonly vm: string;
  readonly incident: string;
  readonly action: ActionId;
  readonly number: number;
}): string {
  const { vm, incident, action, number } = attempt;
  return uuidOf([vm, incident, action, number].join(' '));
}

/** The number of the incident's next attempt; the first is 1. */
export function nextNumber({ attempts }: Pick<Incident, 'attempts'>): number {
  return (attempts.at(-1)?.number ?? 0) + 1;
}

function heat(action: Action, _: Incident, vm: Vm): Way {
  const prepared = action.prepare?.(vm);
  const { id = '', resource = '' } = vm.stack ?? {};
  return {
    route: 'heat',
    before: prepared ? [prepared.before] : [],
    call: action.call(vm),
    undo: prepared ? [prepared.undo] : [],
    follow: { kind: 'stack', id, resource },
  };
}

/** A lock keeps everybody out but administrators, so nobody else could act under a lock of their own. */
export function isAdmin({ cloud }: State): boolean {
  return cloud?.roles.includes('admin') ?? false;
}
