import { isTrue } from '../yaql/values.ts';
import { command } from './commands.ts';
import type { Engine } from './engine.ts';
import { evaluateAll } from './expressions.ts';
import { type Dict, isDone, type TaskRun } from './records.ts';
import { outboundOf, scopeOf } from './scope.ts';

/** What is to be minded before a task starts: waits, its time limit, a halt. */
export function beforeTask(engine: Engine, task: TaskRun): void {
  const { policies } = task.spec;
  const wait = seconds(engine, task, 'wait-before');
  if (wait) {
    task.runtime.wait_before_policy = { skip: true };
    engine.setTask(task, 'DELAYED', `Delayed by 'wait-before' policy [delay=${wait}]`);
    engine.later(task, wait, () => engine.run(task));
  }
  const limit = seconds(engine, task, 'timeout');
  if (limit) engine.later(task, limit, () => engine.complete(task, 'ERROR', `Task timed out [timeout(s)=${limit}].`));
  if (isTrue(evaluated(engine, task, policies['pause-before'] ?? false))) {
    engine.setTask(task, 'IDLE', "Set by 'pause-before' policy");
    engine.pause(task.execution);
  }
}

/** What may keep a task from being over: a wait, another try, a condition that makes it a failure. */
export function afterTask(engine: Engine, task: TaskRun): void {
  const { state, info } = task;
  const wait = seconds(engine, task, 'wait-after');
  if (wait && !task.runtime.wait_after_policy) {
    task.runtime.wait_after_policy = { skip: true };
    engine.setTask(task, 'DELAYED', `Delayed by 'wait-after' policy [delay=${wait}]`);
    engine.later(task, wait, () => engine.complete(task, state, info));
    return;
  }
  if (retries(engine, task)) return;
  if (task.state === 'SUCCESS' && isTrue(evaluated(engine, task, task.spec.policies['fail-on'] ?? false))) {
    engine.setTask(task, 'ERROR', "Failed by 'fail-on' policy");
  }
}

type Retry = { count: unknown; delay: unknown; 'break-on'?: string; 'continue-on'?: string };

/**
 * Tries once more, if that is to be: after an error unless `break-on` holds, after a success only while `continue-on` holds.
 * Answers whether it does.
 */
function retries(engine: Engine, task: TaskRun): boolean {
  const text = task.spec.policies.retry;
  if (text === undefined) return false;
  const retry = (typeof text === 'string' ? command(`retry ${text}`).params : text) as Retry;
  const count = integer(evaluated(engine, task, retry.count), 'RetryPolicy');
  const delay = integer(evaluated(engine, task, retry.delay), 'RetryPolicy');
  if (!count || task.state === 'CANCELLED') return false;
  const goesOn = isTrue(evaluated(engine, task, retry['continue-on'] ?? null));
  const breaks = isTrue(evaluated(engine, task, retry['break-on'] ?? null));
  const before = (task.runtime.retry_task_policy as { retry_no?: number } | undefined)?.retry_no ?? 0;
  const enough = retry['continue-on'] ? !goesOn : task.state === 'SUCCESS';
  if (before >= count || enough || (task.state === 'ERROR' && breaks)) {
    task.runtime.retry_task_policy = before ? { retry_no: before } : {};
    return false;
  }
  task.runtime.retry_task_policy = { retry_no: before + 1 };
  for (const work of task.work) work.accepted = false;
  task.finishedAt = undefined;
  engine.setTask(task, 'DELAYED', `Delayed by 'retry' policy [delay=${delay}]`);
  engine.later(task, delay, () => engine.run(task));
  return true;
}

/** How many actions of a task may run at once; 0: all. */
export function concurrency(engine: Engine, task: TaskRun): number {
  return integer(evaluated(engine, task, task.spec.policies.concurrency ?? 0), 'ConcurrencyPolicy');
}

type Timed = 'wait-before' | 'wait-after' | 'timeout';
const names: Readonly<Record<Timed, string>> = {
  ...{ 'wait-before': 'WaitBeforePolicy', 'wait-after': 'WaitAfterPolicy', timeout: 'TimeoutPolicy' },
};

function seconds(engine: Engine, task: TaskRun, policy: Timed): number {
  return integer(evaluated(engine, task, task.spec.policies[policy] ?? 0), names[policy]);
}

function evaluated(engine: Engine, task: TaskRun, value: unknown): unknown {
  const context: Dict = isDone(task.state) ? outboundOf(task) : task.context;
  return evaluateAll(value, scopeOf(task.execution, [context], engine.now, task));
}

function integer(value: unknown, policy: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  const advice = 'Value(s) can be shown after YAQL evaluating. If you use YAQL here, please correct it.';
  throw new Error(`Invalid data type in ${policy}: ${shown} is not of type 'integer'. ${advice}`);
}
