import { actionById } from './actions/index.ts';
import { mayAct } from './claims.ts';
import type { Attempt } from './incident.ts';
import type { State } from './state.ts';

/** How far an action has come, as the cloud shows it. `vm` is the VM that it now is about, where that is another one. */
export type Progress =
  | { readonly is: 'done'; readonly vm?: string }
  | { readonly is: 'failed' | 'lost' | 'pending'; readonly words: string };

/** Seconds that a call without an answer may still be on its way. */
const underWayFor = 60;

/** By what the attempt is followed by. The state's observation must be younger than the cloud's answer. */
export function progressOf(attempt: Attempt, state: State): Progress {
  switch (attempt.follow.kind) {
    case 'server':
      return serverProgress(attempt, state);
    case 'execution':
      return executionProgress(attempt.follow.id, attempt, state);
    case 'stack':
      return stackProgress(attempt.follow, attempt.vm, state);
  }
}

function serverProgress({ action, vm: id, host, requestId }: Attempt, state: State): Progress {
  const vm = state.vms.get(id);
  if (!vm) return { is: 'pending', words: 'the VM is gone' };
  const { moves, finish } = actionById(action);
  const { lastAction, taskState, status, power } = vm;
  const words = `${status} ${taskState ?? ''}`.trim();
  if (taskState) return { is: 'pending', words };
  if (lastAction && lastAction.requestId === requestId && lastAction.message === 'Error')
    return { is: 'failed', words: `Nova reports that its ${lastAction.action} failed` };
  if (status === 'ERROR') return { is: 'failed', words: `the VM went to ERROR: ${vm.fault ?? 'no reason given'}` };
  const isUp = (status === 'ACTIVE' && power === 'running') || (finish !== undefined && status === 'SHUTOFF');
  if (!isUp) return { is: 'pending', words };
  if (!moves || vm.host !== host) return { is: 'done' };
  return { is: 'failed', words: `it is still on ${host || 'its host'}` };
}

function executionProgress(id: string, { acceptedAt = 0 }: Attempt, { executions, sources, at }: State): Progress {
  const found = executions.get(id);
  const health = sources.find(({ source }) => source === 'mistral');
  // An ending that is known stays; anything else is no news.
  if (health?.ok === false && mayAct(found?.state ?? 'RUNNING')) return silent('Mistral', health.reason);
  if (!found) return { is: 'pending', words: 'Mistral has not told of the execution' };
  const why = found.reason ? `: ${found.reason}` : '';
  if (found.state === 'SUCCESS') return { is: 'done' };
  if (found.state === 'ABSENT') {
    const is = at - acceptedAt < underWayFor * 1000 ? 'pending' : 'lost';
    return { is, words: 'Mistral knows of no such execution' };
  }
  const hasFailed = ['ERROR', 'CANCELLED'].includes(found.state);
  return { is: hasFailed ? 'failed' : 'pending', words: `Mistral's execution is ${found.state}${why}` };
}

function stackProgress(place: { id: string; resource: string }, vm: string, { stacks, sources }: State): Progress {
  const health = sources.find(({ source }) => source === 'heat');
  if (health?.ok === false) return silent('Heat', health.reason);
  const stack = stacks.get(place.id);
  if (!stack) return { is: 'pending', words: 'Heat has not told of the stack' };
  const words = `the stack ${stack.name} is ${stack.status}${stack.reason ? `: ${stack.reason}` : ''}`;
  if (stack.status.endsWith('_FAILED')) return { is: 'failed', words };
  const now = stack.servers.find(({ resource }) => resource === place.resource)?.vm;
  const isDone = stack.status.endsWith('_COMPLETE') && now !== undefined && now !== vm;
  return isDone ? { is: 'done', vm: now } : { is: 'pending', words };
}

function silent(service: string, reason = 'no reason given'): Progress {
  return { is: 'pending', words: `${service} does not answer: ${reason}` };
}
