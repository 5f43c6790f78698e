import type { Hono } from 'hono';
import type { ServiceContext, ServiceEnv } from '../backend.ts';
import type { Engine } from './engine.ts';
import { Fault } from './fault.ts';
import { InvalidModel, readWorkflows } from './language.ts';
import { paged } from './paging.ts';
import type { Workflow } from './records.ts';
import { workflowView } from './views.ts';

/** The routes of workflows. They take YAML and, as in every Mistral, answer JSON only to who does not insist on it. */
export function workflowRoutes(app: Hono<ServiceEnv>, { records, now }: Engine): void {
  const found = (c: ServiceContext): Workflow => {
    const name = c.req.param('name') ?? '';
    const workflow = records.workflow(name, c.get('token'));
    if (!workflow) throw new Fault(404, `Workflow not found [workflow_identifier=${name}, namespace=]`);
    return workflow;
  };
  const projectOf = (c: ServiceContext) => c.get('token').project!.projectId;
  const ours = (c: ServiceContext, name: string) =>
    [...records.workflows.values()].find((each) => each.spec.name === name && each.projectId === projectOf(c));

  app.post('/v2/workflows/validate', async (c) => {
    try {
      readWorkflows(await c.req.text());
      return c.json({ valid: true });
    } catch (error) {
      if (!(error instanceof InvalidModel)) throw error;
      return c.json({ valid: false, error: error.message });
    }
  });
  app.use('/v2/workflows', async (c, next) => {
    const refuses = c.req.method !== 'GET' && /^application\/json$/.test(c.req.header('accept') ?? '');
    if (refuses) return c.json({ code: 406, title: 'Not Acceptable', description: null }, 406);
    return next();
  });
  app.post('/v2/workflows', async (c) => {
    const specs = readWorkflows(await c.req.text());
    const twice = specs.find(({ name }) => ours(c, name));
    if (twice) {
      const columns = "['name', 'namespace', 'project_id']";
      throw new Fault(409, `Duplicate entry for WorkflowDefinition ${columns}: ${twice.name}, , None`);
    }
    const made = specs.map((spec): Workflow => {
      const place = { id: records.newId(), projectId: projectOf(c), createdAt: now() };
      return { ...place, spec, updatedAt: undefined };
    });
    for (const workflow of made) records.workflows.set(workflow.id, workflow);
    // Only a workflow that was read again has this field at all.
    const views = made.map((each) => ({ ...workflowView(each, false), updated_at: undefined }));
    return c.json({ workflows: views }, 201);
  });
  app.put('/v2/workflows', async (c) => {
    const specs = readWorkflows(await c.req.text());
    const missing = specs.find(({ name }) => !ours(c, name));
    if (missing) throw new Fault(404, `Workflow not found [workflow_identifier=${missing.name}, namespace=]`);
    const changed = specs.map((spec) => {
      const workflow = ours(c, spec.name)!;
      if (workflow.spec.definition !== spec.definition) workflow.updatedAt = now();
      workflow.spec = spec;
      return workflowView(workflow, false);
    });
    return c.json({ workflows: changed });
  });
  app.get('/v2/workflows', (c) => {
    const everywhere = c.get('token').admin && c.req.query('all_projects') === 'true';
    const all = [...records.workflows.values()].filter((each) => everywhere || each.projectId === projectOf(c));
    return paged(
      c,
      'workflows',
      all.map((each) => workflowView(each, true)),
      'created_at',
    );
  });
  app.get('/v2/workflows/:name', (c) => c.json(workflowView(found(c), true)));
  app.delete('/v2/workflows/:name', (c) => {
    records.workflows.delete(found(c).id);
    return c.body(null, 204);
  });
}
