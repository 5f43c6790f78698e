import type { Hono } from 'hono';
import { bodyOf, originOf, type ServiceContext, type ServiceEnv } from '../backend.ts';
import { trustRefusal } from '../trusts.ts';
import { callsFor } from './calls.ts';
import { badRequest, Fault, invalid } from './fault.ts';
import { accepted, actionIn, type Heat } from './index.ts';
import { kinds } from './kinds.ts';
import { valuesOf } from './parameters.ts';
import { resolve } from './resolve.ts';
import { type Dict, type Stack, statusOf } from './stack.ts';
import { readTemplate, type Template } from './template.ts';
import { eventView, outputView, stackDetail, stackView, urlOf } from './views.ts';

/** The routes of stacks. */
export function stackRoutes(
  app: Hono<ServiceEnv>,
  root: string,
  { backend, records, operations, stackOf }: Heat,
): void {
  const one = `${root}/stacks/:name/:id`;

  app.get(`${root}/stacks`, (c) => {
    const { name, status, id } = c.req.query();
    const found = records.of(c.req.param('project') ?? '').filter((stack) => {
      const there = stack.deletedAt === undefined || c.req.query('show_deleted') === 'true';
      return there && fits(name, stack.name) && fits(id, stack.id) && fits(status, stack.status);
    });
    const start = found.findIndex((stack) => stack.id === c.req.query('marker')) + 1;
    const page = found.slice(start, start + Number(c.req.query('limit') ?? found.length));
    return c.json({ stacks: page.map((stack) => stackView(stack, originOf(c))) });
  });

  app.post(`${root}/stacks`, async (c) => {
    const body = await bodyOf(c);
    if (body.stack_name === undefined) throw badRequest('No stack name specified');
    const name = String(body.stack_name);
    const project = c.get('token').project!;
    const template = readTemplate(body.template);
    if (!/^[a-zA-Z][a-zA-Z0-9_.-]{0,254}$/.test(name)) {
      const rule =
        'must contain only alphanumeric or "_-." characters, must start with alpha and must be 255 characters';
      throw invalid(`Invalid stack name ${name} ${rule} or less.`);
    }
    if (records.named(name, project.projectId)) {
      throw new Fault(409, 'StackExists', `The Stack (${name}) already exists.`);
    }
    const stack: Stack = {
      ...{ id: records.newId(), name, owner: { user: c.get('token').user, project }, origin: originOf(c), template },
      ...{ parameters: valuesOf(template, given(body)), resources: new Map(), events: [], action: 'CREATE' },
      ...{ status: 'IN_PROGRESS', reason: '', tags: tagsOf(body.tags) ?? [], timeout: minutes(body.timeout_mins) },
      ...{ rollback: body.disable_rollback === false, createdAt: backend.world.now(), updatedAt: undefined },
      ...{ deletedAt: undefined, busy: false },
    };
    await check(stack);
    // Heat acts later by a trust of the owner's.
    if (trustRefusal(c.get('token'))) throw new Fault(500, 'RemoteError', '');
    records.stacks.set(stack.id, stack);
    operations.converge(stack, 'CREATE');
    const href = urlOf(stack, originOf(c));
    return c.json({ stack: { id: stack.id, links: [{ href, rel: 'self' }] } }, 201, { Location: href });
  });

  app.get(one, (c) => c.json({ stack: stackDetail(stackOf(c), originOf(c)) }));
  app.put(one, async (c) => {
    const body = await bodyOf(c);
    if (body.template == null) throw badRequest('No template specified');
    return update(c, body, readTemplate(body.template), given(body));
  });
  app.patch(one, async (c) => {
    const body = await bodyOf(c);
    const { template, parameters } = stackOf(c);
    const cleared = new Set((body.clear_parameters ?? []) as string[]);
    const kept = Object.entries(parameters).filter(([name]) => !cleared.has(name));
    const fresh = body.template == null ? template : readTemplate(body.template);
    const known = kept.filter(([name]) => name in fresh.parameters);
    return update(c, body, fresh, { ...Object.fromEntries(known), ...given(body) });
  });
  app.delete(one, (c) => {
    const stack = stackOf(c);
    if (stack.deletedAt === undefined && statusOf(stack) !== 'DELETE_IN_PROGRESS') operations.delete(stack);
    return c.body(null, 204);
  });

  app.post(`${one}/actions`, async (c) => {
    const stack = stackOf(c);
    const action = actionIn(await bodyOf(c), ['check', 'suspend', 'resume']).toUpperCase();
    if (stack.status === 'IN_PROGRESS') throw inProgress(stack);
    operations.care(stack, action as 'CHECK' | 'SUSPEND' | 'RESUME');
    return c.json(null);
  });
  app.get(`${one}/template`, (c) => c.json(stackOf(c).template.source));
  app.get(`${one}/outputs`, (c) => {
    const { outputs } = stackOf(c).template;
    const named = Object.entries(outputs).map(([key, { description = 'No description given' }]) => {
      return { output_key: key, description };
    });
    return c.json({ outputs: named });
  });
  app.get(`${one}/outputs/:key`, (c) => {
    const [stack, key] = [stackOf(c), c.req.param('key')];
    if (!(key in stack.template.outputs)) {
      throw new Fault(404, 'NotFound', `Specified output key ${key} not found.`);
    }
    return c.json({ output: outputView(stack, key) });
  });
  app.get(`${one}/events`, (c) => {
    const stack = stackOf(c);
    const { sort_dir: direction, marker, limit } = c.req.query();
    const sorted = direction === 'asc' ? stack.events : stack.events.toReversed();
    const start = sorted.findIndex(({ id }) => id === marker) + 1;
    const page = sorted.slice(start, start + Number(limit ?? sorted.length));
    return c.json({ events: page.map((event) => eventView(stack, event, originOf(c))) });
  });

  async function update(c: ServiceContext, body: Dict, template: Template, values: Dict) {
    const stack = stackOf(c);
    if (stack.deletedAt !== undefined || stack.action === 'DELETE') {
      throw new Fault(404, 'EntityNotFound', `The Stack (${stack.name}) could not be found.`);
    }
    const parameters = valuesOf(template, values);
    await check({ ...stack, template, parameters });
    Object.assign(stack, { template, parameters });
    if (body.timeout_mins !== undefined) stack.timeout = minutes(body.timeout_mins);
    stack.tags = tagsOf(body.tags) ?? stack.tags;
    operations.converge(stack, 'UPDATE');
    return accepted(c);
  }

  /** Asks the kinds of resources whether they can take the values. */
  async function check(stack: Stack): Promise<void> {
    const call = callsFor(backend, stack);
    for (const [name, { type, properties }] of stack.template.resources) {
      const values = resolve(properties, { ...stack, resources: asNamed(stack) }) as Dict;
      const refusal = await kinds[type]?.validate?.(values, call).catch((error: Error) => ({
        ...{ property: 'flavor', why: error.message },
      }));
      if (!refusal) continue;
      const { property, why } = refusal;
      const place = `Property error: : resources.${name}.properties.${property}: :`;
      throw invalid(`${place} Error validating value '${values[property]}': ${why}`);
    }
  }

  /** All resources as if they were there, so that what refers to them can be resolved. */
  function asNamed(stack: Stack): Stack['resources'] {
    const names = [...stack.template.resources];
    return new Map(
      names.map(([name, definition]) => [
        name,
        stack.resources.get(name) ?? records.newResource(stack, name, definition),
      ]),
    );
  }
}

export function inProgress({ name, action }: Stack): Fault {
  return new Fault(409, 'ActionInProgress', `Stack ${name} already has an action (${action}) in progress.`);
}

function given({ parameters, environment }: Dict): Dict {
  const inner = environment && typeof environment === 'object' ? (environment as Dict).parameters : undefined;
  return { ...(inner as Dict | undefined), ...(parameters as Dict | undefined) };
}

function tagsOf(tags: unknown): string[] | undefined {
  return typeof tags === 'string' ? tags.split(',').filter(Boolean) : undefined;
}

function minutes(value: unknown): number | null {
  return value === undefined || value === null ? null : Number(value);
}

function fits(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}
