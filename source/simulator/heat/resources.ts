import type { Hono } from 'hono';
import { bodyOf, originOf, type ServiceContext, type ServiceEnv } from '../backend.ts';
import { Failed } from './failed.ts';
import { badRequest, Fault } from './fault.ts';
import type { Heat } from './index.ts';
import { kindOf } from './operations.ts';
import { type Dict, type Resource, type Stack, statusOf } from './stack.ts';
import { inProgress } from './stacks.ts';
import { eventView, resourceView } from './views.ts';

/** The routes of a stack's resources. */
export function resourceRoutes(app: Hono<ServiceEnv>, root: string, { records, operations, stackOf }: Heat): void {
  const all = `${root}/stacks/:name/:id/resources`;
  const one = `${all}/:resource`;

  const named = (stack: Stack, name: string): Resource | undefined => stack.resources.get(name);
  const found = (c: ServiceContext, resource: Resource | undefined): Resource => {
    if (resource) return resource;
    const about = `The Resource (${c.req.param('resource')}) could not be found in Stack ${stackOf(c).name}.`;
    throw new Fault(404, 'ResourceNotFound', about);
  };
  const resourceOf = (c: ServiceContext) => found(c, named(stackOf(c), c.req.param('resource') ?? ''));

  app.get(all, (c) => {
    const stack = stackOf(c);
    const { physical_resource_id: id, type, name, status } = c.req.query();
    const matches = (each: Resource) =>
      (id === undefined || each.physicalId === id) &&
      (type === undefined || each.definition.type === type) &&
      (name === undefined || each.name === name) &&
      (status === undefined || each.status === status);
    const rows = [...stack.resources.values()].filter(matches).sort((a, b) => (a.name < b.name ? -1 : 1));
    return c.json({ resources: rows.map((each) => resourceView(stack, each, originOf(c))) });
  });

  app.get(one, async (c) => {
    const [stack, resource] = [stackOf(c), resourceOf(c)];
    const place = operations.placeOf(stack, resource);
    const there = resource.physicalId !== '';
    const shown = there ? await kindOf(resource).show(place).catch(onlyFailed) : {};
    const wanted = c.req.queries('with_attr') ?? [];
    const asked = wanted.length && there ? await kindOf(resource).attributes(place).catch(onlyFailed) : {};
    const extra = Object.fromEntries(wanted.map((name) => [name, asked[name] ?? null]));
    const view = resourceView(stack, resource, originOf(c));
    const attributes = { ...shown, ...extra };
    return c.json({ resource: { ...view, description: resource.definition.description, attributes } });
  });
  app.get(`${one}/metadata`, (c) => {
    resourceOf(c);
    return c.json({ metadata: {} });
  });
  app.get(`${one}/events`, (c) => {
    const [stack, resource] = [stackOf(c), resourceOf(c)];
    const own = stack.events.filter((event) => event.resource === resource.name).toReversed();
    return c.json({ events: own.map((event) => eventView(stack, event, originOf(c))) });
  });

  app.patch(one, async (c) => {
    const stack = stackOf(c);
    const body = await bodyOf(c);
    const { mark_unhealthy: unhealthy, resource_status_reason: reason, ...rest } = body;
    if (Object.keys(rest).length) {
      const keys = Object.keys(rest).map((key) => `'${key}'`);
      throw badRequest(`Invalid keys in resource mark unhealthy {${keys.join(', ')}}`);
    }
    if (unhealthy === undefined) {
      throw badRequest('Missing mandatory (mark_unhealthy) key from mark unhealthy request');
    }
    if (!/^(true|false)$/i.test(String(unhealthy))) {
      const about = `Unrecognized value "${unhealthy}" for "mark_unhealthy"`;
      throw badRequest(`${about}, acceptable values are: true, false.`);
    }
    const id = c.req.param('resource') ?? '';
    const byId = [...stack.resources.values()].find(({ physicalId }) => physicalId === id);
    const resource = found(c, named(stack, id) ?? byId);
    if (stack.status === 'IN_PROGRESS') throw inProgress(stack);
    const bad = /^true$/i.test(String(unhealthy));
    const isMarked = statusOf(resource) === 'CHECK_FAILED';
    if (bad || isMarked) {
      const words = typeof reason === 'string' && reason ? reason : 'state changed by resource_mark_unhealthy api';
      records.setResource(stack, resource, { action: 'CHECK', status: bad ? 'FAILED' : 'COMPLETE', reason: words });
    }
    return c.json(null);
  });

  app.post(`${one}/signal`, async (c) => {
    const [stack, resource] = [stackOf(c), resourceOf(c)];
    const { signal } = kindOf(resource);
    if (!signal) throw new Fault(400, 'ResourceActionNotSupported', 'signal is not supported for resource.');
    const body = await bodyOf(c);
    // Heat has answered before it knows what comes of it: a signal that fails is lost.
    const failed = await signal(operations.placeOf(stack, resource), body).then(() => false, onlyFailed);
    if (failed === false) {
      records.note(stack, resource.name, resource.physicalId, `SIGNAL_${resource.status}`, wordsOf(body));
    }
    return c.json(null);
  });
}

function wordsOf(body: Dict): string {
  if (!Object.keys(body).length) return 'No signal details provided';
  const isAlarm = ['previous', 'current', 'reason'].every((key) => key in body);
  return isAlarm ? `alarm state changed from ${body.previous} to ${body.current} (${body.reason})` : 'Unknown';
}

function onlyFailed(error: unknown): Dict {
  if (error instanceof Failed) return {};
  throw error;
}
