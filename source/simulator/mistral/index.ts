import { Hono } from 'hono';
import { awake, type Backend, bodyOf, originOf, type ServiceEnv } from '../backend.ts';
import { refusalOf } from './action.ts';
import { actionNamed, actions } from './actions.ts';
import { InvalidTransition } from './endings.ts';
import { Engine } from './engine.ts';
import { dict, executionRoutes } from './executions.ts';
import { ExpressionError } from './expressions.ts';
import { Fault } from './fault.ts';
import { InvalidModel } from './language.ts';
import { paged } from './paging.ts';
import { Records } from './records.ts';
import { InvalidInput } from './start.ts';
import { actionRunView } from './views.ts';
import { workflowRoutes } from './workflows.ts';

/** Workflows, version 2: definitions, executions, tasks and actions. */
export function mistral(backend: Backend): Hono<ServiceEnv> {
  const { world, tokens, agenda, inside } = backend;
  const records = new Records(world);
  const engine = new Engine(records, agenda, inside);
  const app = new Hono<ServiceEnv>({ strict: false });

  app.use(awake(backend));
  app.get('/', (c) => {
    const links = [{ href: `${originOf(c)}/workflow/v2`, target: 'v2', rel: 'self' }];
    return c.json({ versions: [{ id: 'v2.0', status: 'CURRENT', links }] });
  });
  app.use('/v2/*', async (c, next) => {
    const token = tokens.find(c.req.header('x-auth-token'));
    if (!token?.project) {
      const why = 'Failed to validate access token: Authentication required';
      c.header('Server-Error-Message', why);
      c.header('WWW-Authenticate', `${why}, Keystone uri="${originOf(c)}/identity/v3"`);
      return c.json({ code: 401, title: 'Unauthorized', description: why }, 401);
    }
    c.set('token', token);
    return next();
  });
  app.onError((error, c) => {
    // What takes YAML answers with the sentence alone.
    const bare = c.req.path.endsWith('/v2/workflows') && c.req.method !== 'GET';
    const status =
      error instanceof Fault ? error.status : wrong.some((kind) => error instanceof kind) ? 400 : undefined;
    if (status === undefined) throw error;
    const { message } = error;
    if (bare) return c.json({ faultstring: message }, status);
    const faultcode = status === 500 ? 'Server' : 'Client';
    return c.json({ faultcode, faultstring: message, debuginfo: null }, status);
  });

  workflowRoutes(app, engine);
  executionRoutes(app, engine);

  app.get('/v2/actions', (c) => {
    if (c.req.query('sort_keys') === 'created_at') {
      throw new Fault(500, "'>' not supported between instances of 'str' and 'datetime.datetime'");
    }
    return paged(c, 'actions', actions.map(actionView), 'name');
  });
  app.get('/v2/actions/:name', (c) => {
    const name = c.req.param('name');
    const found = actionNamed(name);
    if (!found) throw new Fault(404, `Action not found [name=${name}, namespace=]`);
    return c.json(actionView(found));
  });

  app.get('/v2/action_executions', (c) => {
    const { projectId } = c.get('token').project!;
    const rows = [...records.actions.values()].filter((run) => run.projectId === projectId);
    return paged(
      c,
      'action_executions',
      rows.map((run) => actionRunView(run, false)),
      'created_at',
    );
  });
  app.get('/v2/action_executions/:id', (c) => {
    const found = records.actions.get(c.req.param('id'));
    const mine = found && (c.get('token').admin || found.projectId === c.get('token').project?.projectId);
    if (!mine) throw new Fault(404, `ActionExecution not found [id=${c.req.param('id')}]`);
    return c.json(actionRunView(found, true));
  });
  app.post('/v2/action_executions', async (c) => {
    const body = await bodyOf(c);
    const action = actionNamed(String(body.name));
    if (!action) throw new Fault(400, `Failed to find action [action_name=${body.name}]`);
    const input = dict(body.input);
    const refusal = refusalOf(action, input);
    if (refusal) throw new Fault(400, refusal);
    const run = await engine.runner.once(action, input, c.get('token'), originOf(c));
    const view = { ...actionRunView(run, true), accepted: false, updated_at: null };
    if (dict(body.params).save_result) return c.json(view, 201);
    records.actions.delete(run.id);
    return c.json({ ...view, id: null, project_id: null, accepted: null, created_at: null }, 201);
  });

  app.all('*', (c) => c.json({ code: 404, title: 'Not Found', description: null }, 404));
  return app;
}

const wrong = [InvalidModel, InvalidInput, InvalidTransition, ExpressionError];

function actionView({ name, input, description }: (typeof actions)[number]) {
  return {
    ...{ id: name, name, is_system: false, input, description, tags: null, definition: '', scope: null },
    ...{ project_id: null, created_at: '', updated_at: '', namespace: '' },
  };
}
