import { iso } from '../backend.ts';
import { dumps, str } from '../python.ts';
import type { ActionRun, Dict, Execution, TaskRun, Workflow } from './records.ts';
import { resultOf, rootOf } from './scope.ts';

/** "2026-11-22 19:10:17". */
export function stamp(at: number): string {
  return iso(at).slice(0, 19).replace('T', ' ');
}

const maybe = (at: number | undefined) => (at === undefined ? null : stamp(at));

/** A workflow; where it is read by itself its interface is JSON in a string, as real ones answer. */
export function workflowView({ id, spec, projectId, createdAt, updatedAt }: Workflow, read: boolean) {
  const inputs = [...spec.inputs].map(([name, value]) => (spec.required.includes(name) ? name : { [name]: value }));
  const face = { input: inputs, output: Object.keys(spec.text.output ?? {}) };
  const written = [...spec.inputs].map(([name, value]) =>
    spec.required.includes(name) ? name : `${name}="${str(value)}"`,
  );
  return {
    ...{ id, name: spec.name, namespace: '', input: written.join(', '), interface: read ? dumps(face) : face },
    ...{ definition: spec.definition, tags: spec.text.tags ?? [], scope: 'private', project_id: projectId },
    ...{ created_at: stamp(createdAt), updated_at: maybe(updatedAt) },
  };
}

export type ExecutionParts = { readonly output?: boolean; readonly published?: boolean };

export function executionView(execution: Execution, { output, published }: ExecutionParts) {
  const { id, workflow, spec, description, params, parent, state, info, token } = execution;
  return {
    ...{ id, workflow_id: workflow.id, workflow_name: spec.name, workflow_namespace: '', description },
    ...{ tags: spec.text.tags ?? [], params: dumps(params), task_execution_id: parent?.id ?? null },
    ...{ root_execution_id: rootOf(execution), state, state_info: info, input: dumps(execution.input) },
    ...(output ? { output: dumps(execution.output) } : {}),
    ...{ created_at: stamp(execution.createdAt), updated_at: stamp(execution.updatedAt) },
    project_id: token.project?.projectId,
    ...(published ? { published_global: dumps(globals(execution)) } : {}),
  };
}

/** What tasks published for the whole execution. */
function globals({ context, spec }: Execution): Dict {
  const others = ['openstack', '__execution', ...Object.keys(spec.text.vars ?? {})];
  return Object.fromEntries(Object.entries(context).filter(([name]) => !others.includes(name)));
}

export function taskView(task: TaskRun, alone: boolean) {
  const { id, spec, execution, state, info, runtime, published, processed } = task;
  return {
    ...{ id, name: spec.name, type: spec.kind, workflow_name: execution.spec.name, workflow_namespace: '' },
    ...{ workflow_id: execution.workflow.id, workflow_execution_id: execution.id, tags: spec.text.tags ?? [] },
    ...{ state, state_info: info, project_id: execution.token.project?.projectId, runtime_context: dumps(runtime) },
    ...(alone ? { result: dumps(resultOf(task)) } : {}),
    ...{ published: dumps(published), processed, created_at: stamp(task.createdAt), updated_at: stamp(task.updatedAt) },
    ...{ started_at: maybe(task.startedAt), finished_at: maybe(task.finishedAt) },
  };
}

export function actionRunView(run: ActionRun, alone: boolean) {
  const { id, task, state, name, projectId, accepted, input, output } = run;
  return {
    ...{ id, workflow_name: task?.execution.spec.name ?? null, workflow_namespace: '' },
    ...(task ? { task_name: task.spec.name } : {}),
    ...{ task_execution_id: task?.id ?? null, state, state_info: null, tags: null, name },
    ...{ description: task ? '' : null, project_id: projectId, accepted, input: dumps(input) },
    ...(alone && output ? { output: dumps(output) } : {}),
    ...{ created_at: stamp(run.createdAt), updated_at: stamp(run.updatedAt) },
  };
}
