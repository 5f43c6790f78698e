import type { Hono } from 'hono';
import { bodyOf, originOf, type ServiceContext, type ServiceEnv } from '../backend.ts';
import type { Engine } from './engine.ts';
import { Fault } from './fault.ts';
import { paged } from './paging.ts';
import { type ActionRun, type Dict, type Execution, isDone, isExecution, type TaskRun } from './records.ts';
import { startExecution } from './start.ts';
import { actionRunView, executionView, taskView } from './views.ts';

const known = ['id', 'workflow_id', 'workflow_name', 'workflow_namespace', 'input', 'params', 'description', 'tags'];
const others = ['state', 'state_info', 'source_execution_id', 'output', 'created_at', 'updated_at', 'project_id'];

/** The routes of executions and of what runs in them. */
export function executionRoutes(app: Hono<ServiceEnv>, engine: Engine): void {
  const { records } = engine;

  const mine = (c: ServiceContext, { token }: Execution) => {
    const caller = c.get('token');
    return caller.admin || token.project?.projectId === caller.project?.projectId;
  };
  const executionOf = (c: ServiceContext): Execution => {
    const id = c.req.param('id') ?? '';
    const found = records.executions.get(id);
    if (!found || !mine(c, found)) throw new Fault(404, `WorkflowExecution not found [id=${id}]`);
    return found;
  };
  const taskOf = (c: ServiceContext): TaskRun => {
    const id = c.req.param('id') ?? '';
    const found = records.tasks.get(id);
    if (!found || !mine(c, found.execution)) throw new Fault(404, `Task execution not found [id=${id}]`);
    return found;
  };
  const visible = (c: ServiceContext) => {
    const everywhere = c.get('token').admin && c.req.query('all_projects') === 'true';
    const { projectId } = c.get('token').project!;
    return [...records.executions.values()].filter(({ token }) => everywhere || token.project?.projectId === projectId);
  };

  app.post('/v2/executions', async (c) => {
    const body = await bodyOf(c);
    const unknown = Object.keys(body).filter((name) => !known.includes(name) && !others.includes(name));
    if (unknown.length) {
      const noun = unknown.length > 1 ? 'attributes' : 'attribute';
      throw new Fault(400, `Unknown ${noun} for argument wf_ex: ${unknown.join(', ')}`);
    }
    const id = body.id === undefined ? undefined : String(body.id);
    const before = id === undefined ? undefined : records.executions.get(id);
    if (before && mine(c, before)) return c.json(executionView(before, { output: true }), 201);
    const name = body.workflow_id ?? body.workflow_name;
    if (!name) {
      throw new Fault(400, 'Workflow ID or workflow name must be provided. Workflow ID is recommended.');
    }
    const workflow = records.workflow(String(name), c.get('token'));
    if (!workflow) throw new Fault(404, `Workflow not found [workflow_identifier=${name}, namespace=]`);
    const params = { namespace: '', env: {}, ...dict(body.params) };
    const description = String(body.description ?? '');
    const start = { input: dict(body.input), params, description, token: c.get('token'), origin: originOf(c) };
    const execution = startExecution(engine, workflow, { ...start, ...(id === undefined ? {} : { id }) });
    return c.json(executionView(execution, { output: true }), 201);
  });

  app.get('/v2/executions', (c) => {
    const output = c.req.query('include_output') === 'true';
    return paged(
      c,
      'executions',
      visible(c).map((each) => executionView(each, { output })),
      'created_at',
    );
  });
  app.get('/v2/executions/:id', (c) => c.json(executionView(executionOf(c), { output: true, published: true })));
  app.put('/v2/executions/:id', async (c) => {
    const execution = executionOf(c);
    const { state, description, state_info: info, params } = await bodyOf(c);
    if (!state && !description && !params) {
      throw new Fault(400, 'The property state, description, or env is not provided for update.');
    }
    if (state && description) throw new Fault(400, 'The property description must be updated separately from state.');
    if (description) {
      Object.assign(execution, { description: String(description), updatedAt: engine.now() });
    } else change(execution, String(state), typeof info === 'string' ? info : null);
    return c.json(executionView(execution, { output: true }));
  });
  app.delete('/v2/executions/:id', (c) => {
    const execution = executionOf(c);
    if (!isDone(execution.state) && !/^(true|1)$/i.test(c.req.query('force') ?? '')) {
      throw new Fault(
        403,
        `Only completed executions can be deleted. Use --force to override this. Execution ${execution.id} is in ${execution.state} state`,
      );
    }
    records.forget(execution);
    return c.body(null, 204);
  });

  const tasks = (runs: readonly TaskRun[]) => runs.map((run) => taskView(run, false));
  app.get('/v2/executions/:id/tasks', (c) => paged(c, 'tasks', tasks(executionOf(c).tasks), 'created_at'));
  app.get('/v2/tasks', (c) => paged(c, 'tasks', tasks(visible(c).flatMap((each) => each.tasks)), 'created_at'));
  app.get('/v2/tasks/:id', (c) => c.json(taskView(taskOf(c), true)));
  app.get('/v2/tasks/:id/action_executions', (c) => {
    const runs = taskOf(c).work.filter((work): work is ActionRun => !isExecution(work));
    return paged(
      c,
      'action_executions',
      runs.map((run) => actionRunView(run, false)),
      'created_at',
    );
  });

  function change(execution: Execution, state: string, info: string | null): void {
    if (state === 'PAUSED') engine.pause(execution);
    else if (state === 'RUNNING') engine.resume(execution);
    else if (state === 'SUCCESS' || state === 'ERROR' || state === 'CANCELLED') engine.stop(execution, state, info);
    else {
      const allowed = "Allowed states are: 'RUNNING, PAUSED, SUCCESS, ERROR, CANCELLED";
      throw new Fault(400, `Cannot change state to ${state}. ${allowed}`);
    }
  }
}

/** An object, or JSON of one in a string. Throws `Fault` (400). */
export function dict(given: unknown): Dict {
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given || '{}') : (given ?? {});
    if (value && typeof value === 'object' && !Array.isArray(value)) return value as Dict;
  } catch {
    // Said below.
  }
  throw new Fault(400, `Invalid input for field/attribute. Value: '${String(given)}'. Invalid JSON`);
}
