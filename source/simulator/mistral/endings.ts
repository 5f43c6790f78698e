import { ExpressionError, evaluateAll } from './expressions.ts';
import { type Dict, type Execution, isDone, isExecution } from './records.ts';
import { outboundOf, scopeOf } from './scope.ts';

/** It cannot go from this state to that. */
export class InvalidTransition extends Error {}

/** How an execution ends. Throws `ExpressionError` where its output cannot be reckoned. */
export function succeed(execution: Execution, info: string | null, now: () => number): void {
  if (isDone(execution.state) || execution.state === 'PAUSED') {
    if (execution.state !== 'SUCCESS') throw impossible(execution, 'SUCCESS');
    return;
  }
  end(execution, 'SUCCESS', info, outputOf(execution, 'output', now), now);
}

export function fail(execution: Execution, info: string | null, now: () => number): void {
  if (isDone(execution.state) || execution.state === 'PAUSED') return;
  let words = info;
  let output: Dict = {};
  try {
    output = outputOf(execution, 'output-on-error', now);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    words = `Failed to evaluate expression in output-on-error! (exception: '${error.message}' Cause: '${info}')`;
  }
  end(execution, 'ERROR', words, { result: words, ...output }, now);
}

export function cancel(execution: Execution, info: string | null, now: () => number): void {
  if (isDone(execution.state)) return;
  end(execution, 'CANCELLED', info, { result: info }, now);
  for (const work of execution.tasks.flatMap((task) => task.work)) {
    if (isExecution(work)) cancel(work, info, now);
  }
}

/** Ends the execution by what its tasks came to, once none is left to do. */
export function conclude(execution: Execution, now: () => number): void {
  if (isDone(execution.state) || execution.state === 'PAUSED') return;
  const { id, spec, tasks } = execution;
  if (tasks.some(({ state, processed }) => !isDone(state) || !processed)) return;
  const cancelled = tasks.filter(({ state }) => state === 'CANCELLED').map((task) => task.spec.name);
  const handled = tasks.every(({ state, handled: heard }) => state === 'SUCCESS' || heard);
  if (cancelled.length) cancel(execution, `Cancelled tasks: ${cancelled.join(', ')}`, now);
  else if (!handled) fail(execution, failure(execution), now);
  else {
    try {
      succeed(execution, null, now);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      fail(execution, `Failed to check and complete [wf_ex_id=${id}, wf_name=${spec.name}]: ${error.message}`, now);
    }
  }
}

export function impossible({ id, spec, state }: Execution, to: string): InvalidTransition {
  const about = `[workflow=${spec.name}, execution_id=${id}]`;
  return new InvalidTransition(`Can't change workflow execution state from ${state} to ${to}. ${about}`);
}

function end(execution: Execution, state: Execution['state'], info: string | null, output: Dict, now: () => number) {
  Object.assign(execution, { state, info, output, accepted: true, updatedAt: now() });
}

function outputOf(execution: Execution, clause: 'output' | 'output-on-error', now: () => number): Dict {
  const ends = execution.tasks.filter(({ state, next }) => isDone(state) && !next.length);
  const final = Object.assign({}, ...ends.map(outboundOf)) as Dict;
  const text = execution.spec.text[clause];
  return text ? (evaluateAll(text, scopeOf(execution, [final], now)) as Dict) : final;
}

/** Mistral's report of the tasks that failed without being handled. */
function failure({ tasks }: Execution): string {
  const failed = tasks
    .filter(({ state, spec }) => state === 'ERROR' && !spec.next['on-error'].length)
    .toSorted((a, b) => (a.spec.name < b.spec.name ? -1 : 1));
  const report = failed.map((task) => {
    const work = task.work.flatMap((each, i) => {
      const kind = isExecution(each) ? 'wf_ex_id' : 'action_ex_id';
      return each.state === 'ERROR'
        ? [`    [${kind}=${each.id}, idx=${i}]: ${each.output?.result ?? 'Unknown'}\n`]
        : [];
    });
    return `\n  ${task.spec.name} [task_ex_id=${task.id}] -> ${task.info}\n${work.join('')}`;
  });
  return `Failure caused by error in tasks: ${failed.map(({ spec }) => spec.name).join(', ')}\n${report.join('')}`;
}
