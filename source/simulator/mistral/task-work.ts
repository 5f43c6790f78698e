import { str } from '../python.ts';
import { refusalOf } from './action.ts';
import { actionNamed } from './actions.ts';
import type { Engine } from './engine.ts';
import { evaluateAll } from './expressions.ts';
import type { TaskSpec } from './language.ts';
import { concurrency } from './policies.ts';
import { type Command, type Dict, type Execution, isDone, isExecution, type TaskRun } from './records.ts';
import { scopeOf } from './scope.ts';
import { startExecution } from './start.ts';

/** A task that is to begin. */
export function makeTask(engine: Engine, execution: Execution, spec: TaskSpec, { context, by }: Command): TaskRun {
  const { records } = engine;
  const at = engine.now();
  const triggered = by ? { triggered_by: [{ task_id: by.task.id, event: by.event }] } : {};
  const task: TaskRun = {
    ...{ id: records.newId(), execution, spec, context: { ...context }, published: {}, runtime: triggered },
    ...{ state: 'IDLE', info: null, processed: false, handled: false, next: [], work: [], items: [], started: 0 },
    ...{ createdAt: at, updatedAt: at, startedAt: undefined, finishedAt: undefined },
  };
  execution.tasks.push(task);
  records.tasks.set(task.id, task);
  return task;
}

/** Starts what a task does: one action or workflow, or one for each item. Throws where it cannot be. */
export function startWork(engine: Engine, task: TaskRun): void {
  if (!task.spec.items) {
    startOne(engine, task, {});
    return;
  }
  const lists = evaluateAll(task.spec.items, scopeOf(task.execution, [task.context], engine.now, task)) as Dict;
  task.items = zipped(lists);
  task.started = 0;
  task.runtime.with_items = { capacity: concurrency(engine, task) || null, count: task.items.length };
  if (!task.items.length) engine.complete(task, 'SUCCESS', null);
  else startMore(engine, task);
}

/** Some of a task's work is over: starts the next, or ends the task. */
export function workEnded(engine: Engine, task: TaskRun): void {
  if (task.state !== 'RUNNING') return;
  const last = task.work.at(-1);
  if (!task.spec.items) {
    if (last && isDone(last.state)) engine.complete(task, last.state, infoOf(last));
    return;
  }
  startMore(engine, task);
  const round = task.work.slice(-task.items.length);
  if (task.started < task.items.length || round.some(({ state }) => !isDone(state))) return;
  const failed = round.some(({ state }) => state === 'ERROR');
  const cancelled = round.some(({ state }) => state === 'CANCELLED');
  const state = cancelled ? 'CANCELLED' : failed ? 'ERROR' : 'SUCCESS';
  engine.complete(task, state, failed ? 'One or more actions had failed.' : null);
}

function startMore(engine: Engine, task: TaskRun): void {
  const most = concurrency(engine, task) || task.items.length;
  const running = () => task.work.filter(({ state }) => !isDone(state)).length;
  while (task.started < task.items.length && running() < most) startOne(engine, task, task.items[task.started++]!);
}

function startOne(engine: Engine, task: TaskRun, item: Dict): void {
  const { spec, execution } = task;
  const scope = scopeOf(execution, [item, task.context], engine.now, task);
  const name = str(evaluateAll(spec.target, scope));
  const input = evaluateAll(spec.input, scope);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Error(`Wrong dynamic input for task: ${spec.name}. Dict type is expected. Actual value: ${str(input)}`);
  }
  if (spec.kind === 'WORKFLOW') startSub(engine, task, name, input as Dict);
  else startAction(engine, task, name, input as Dict);
}

function startAction(engine: Engine, task: TaskRun, name: string, given: Dict): void {
  const action = actionNamed(name);
  if (!action) throw new Error(`Failed to find action [action_name=${name}, namespace=]`);
  const defaults = (task.execution.params.env.__actions as Record<string, Dict> | undefined)?.[name];
  const input = { ...defaults, ...given };
  const refusal = refusalOf(action, input);
  if (refusal) throw new Error(refusal);
  engine.runner.start(action, input, task.execution.token, task.execution.origin, task);
}

function startSub(engine: Engine, task: TaskRun, name: string, input: Dict): void {
  const { token, origin, params } = task.execution;
  const workflow = engine.records.workflow(name, token);
  if (!workflow) throw new Error(`Failed to find workflow [name=${name}] [namespace=]`);
  const description = 'sub-workflow execution';
  const own = { namespace: '', env: params.env };
  task.work.push(startExecution(engine, workflow, { input, description, params: own, token, origin, parent: task }));
}

function infoOf(work: TaskRun['work'][number]): string | null {
  if (work.state === 'SUCCESS') return null;
  if (isExecution(work)) return work.info ?? `Failed subworkflow [execution_id=${work.id}]`;
  return work.output?.result == null ? null : str(work.output.result);
}

/** `{a: [1, 2], b: [3, 4]}` as `[{a: 1, b: 3}, {a: 2, b: 4}]`. */
function zipped(lists: Dict): Dict[] {
  const columns = Object.entries(lists).map(([name, list]) => {
    if (!Array.isArray(list))
      throw new Error(`Wrong input format for: ${str(lists)}. List type is expected for each value.`);
    return [name, list] as const;
  });
  const length = columns[0]?.[1].length ?? 0;
  if (columns.some(([, list]) => list.length !== length)) {
    throw new Error(`Wrong input format for: ${str(lists)}. All arrays must have the same length.`);
  }
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([name, list]) => [name, list[i]])));
}
