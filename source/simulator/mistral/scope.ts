import type { Scope } from '../yaql/evaluate.ts';
import type { Dict, Execution, TaskRun } from './records.ts';
import { isExecution } from './records.ts';
import { stamp } from './views.ts';

/**
 * What expressions of an execution can speak of: `$` with the variables of `contexts` (the first that has one counts),
 * then the execution's and its input, and Mistral's functions. `task()` without a name is this task.
 */
export function scopeOf(execution: Execution, contexts: readonly Dict[], now: () => number, task?: TaskRun): Scope {
  const layers = [execution.input, execution.context, ...contexts.toReversed()];
  return {
    $: Object.assign({}, ...layers) as Dict,
    functions: {
      task: (name) => {
        const own = task && (name === undefined || name === task.spec.name) ? task : undefined;
        const found = own ?? execution.tasks.findLast((each) => each.spec.name === name);
        return found ? aboutTask(found) : null;
      },
      execution: () => ({
        ...{ id: execution.id, name: execution.spec.name, spec: execution.spec.text, input: execution.input },
        ...{ params: execution.params, created_at: stamp(execution.createdAt), updated_at: stamp(execution.updatedAt) },
        root_execution_id: rootOf(execution),
      }),
      executions: (named, id) => peersOf(execution, { id, ...(named as Dict) }),
      env: () => execution.params.env,
      now: () => new Date(now()),
    },
  };
}

/** Executions of the same project, by what is asked for. Undefined: it is not known how to ask for that. */
function peersOf({ peers, token }: Execution, asked: Dict): Dict[] | undefined {
  const { id, rootExecutionId: root, state, fromTime: from, toTime: to, ...others } = asked;
  if (Object.keys(others).length) return undefined;
  const matches = (each: Execution) =>
    each.token.project?.projectId === token.project?.projectId &&
    (id === undefined || each.id === id) &&
    (root === undefined || rootOf(each) === root) &&
    (state === undefined || each.state === state) &&
    (from === undefined || stamp(each.createdAt) >= String(from)) &&
    (to === undefined || stamp(each.createdAt) < String(to));
  return [...peers.values()].filter(matches).map((each) => ({ id: each.id, name: each.spec.name, state: each.state }));
}

/** The variables that a task hands on. */
export function outboundOf(task: TaskRun): Dict {
  return { ...task.context, ...task.published };
}

/** The result of a task: of its one action, or a list; what does not count is left out. */
export function resultOf(task: TaskRun): unknown {
  const results = task.work
    .filter(({ accepted }) => accepted)
    .map((work) => (isExecution(work) ? work.output : (work.output?.result ?? null)));
  return results.length === 1 && !task.spec.items ? results[0] : results;
}

/** The execution that all began with; null: it is that one itself. */
export function rootOf({ parent }: Execution): string | null {
  return parent ? (rootOf(parent.execution) ?? parent.execution.id) : null;
}

function aboutTask(task: TaskRun): Dict {
  return {
    ...{ id: task.id, name: task.spec.name, spec: task.spec.text, state: task.state, state_info: task.info },
    ...{ result: resultOf(task), published: task.published, type: task.spec.kind },
    workflow_execution_id: task.execution.id,
    ...{ created_at: stamp(task.createdAt), updated_at: stamp(task.updatedAt) },
  };
}
