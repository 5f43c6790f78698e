import { Hono } from 'hono';
import {
  authenticated,
  awake,
  type Backend,
  bodyOf,
  originOf,
  type ServiceContext,
  type ServiceEnv,
} from '../backend.ts';
import { badRequest, Fault, faultView } from './fault.ts';
import { kinds } from './kinds.ts';
import { Operations } from './operations.ts';
import { parameterView } from './parameters.ts';
import { Records } from './records.ts';
import { resourceRoutes } from './resources.ts';
import { shippedStack } from './shipped.ts';
import type { Stack } from './stack.ts';
import { stackRoutes } from './stacks.ts';
import { readTemplate } from './template.ts';
import { urlOf } from './views.ts';

export type Heat = {
  readonly backend: Backend;
  readonly records: Records;
  readonly operations: Operations;
  /** The stack that the address names. Throws `Fault` (404). */
  stackOf(c: ServiceContext): Stack;
};

const root = '/v1/:project';

/** Orchestration, version 1: stacks, their resources and what happened to them. */
export function heat(backend: Backend): Hono<ServiceEnv> {
  const records = new Records(backend.world);
  const operations = new Operations(backend, records);
  const app = new Hono<ServiceEnv>({ strict: false });
  shippedStack(backend, records);

  const stackOf = (c: ServiceContext): Stack => {
    const { name = '', id = '' } = c.req.param() as Record<string, string>;
    const found = records.stacks.get(id);
    const mine = found?.owner.project.projectId === c.req.param('project') && found?.name === name;
    if (!found || !mine) throw new Fault(404, 'EntityNotFound', `The Stack (${name}) could not be found.`);
    return found;
  };

  app.use(awake(backend));
  app.use(async (c, next) => {
    await next();
    c.header('x-openstack-request-id', c.get('requestId'));
  });
  app.get('/', (c) => {
    const links = [{ rel: 'self', href: `${originOf(c)}/heat-api//v1/` }];
    return c.json({ versions: [{ id: 'v1.0', status: 'CURRENT', links }] }, 300);
  });
  app.use('/v1/*', authenticated(backend));
  app.use(`${root}/*`, async (c, next) => {
    const mine = c.get('token').project?.projectId === c.req.param('project');
    if (!mine) throw new Fault(403, 'HTTPForbidden', 'Access was denied to this resource.');
    return next();
  });
  app.onError((error, c) => {
    if (!(error instanceof Fault)) throw error;
    return c.json(faultView(error), error.status);
  });

  app.get(`${root}/resource_types/:type`, (c) => {
    const type = c.req.param('type');
    const kind = kinds[type];
    if (!kind) throw new Fault(404, 'EntityNotFound', `The Resource Type (${type}) could not be found.`);
    const properties = Object.fromEntries((kind.properties ?? []).map((name) => [name, {}]));
    return c.json({ resource_type: type, properties, attributes: {} });
  });
  app.post(`${root}/validate`, async (c) => {
    const template = readTemplate((await bodyOf(c)).template);
    const named = Object.entries(template.parameters).map(([name, each]) => [name, parameterView(name, each)]);
    const environment = {
      resource_registry: { resources: {} },
      parameters: {},
      parameter_defaults: {},
      event_sinks: [],
    };
    return c.json({
      ...{ Description: template.description ?? 'No description', Parameters: Object.fromEntries(named) },
      Environment: environment,
    });
  });
  /** By its name alone: the way to its address. */
  const redirect = (c: ServiceContext) => {
    const name = c.req.param('name') ?? '';
    const found = records.named(name, c.req.param('project') ?? '') ?? records.stacks.get(name);
    if (!found) throw new Fault(404, 'EntityNotFound', `The Stack (${name}) could not be found.`);
    const rest = c.req.path.split(`/stacks/${name}`)[1] ?? '';
    const to = urlOf(found, originOf(c)) + rest + new URL(c.req.url).search;
    const words = `The resource was found at <a href="${to}">${to}</a>;\nyou should be redirected automatically.\n\n`;
    return c.json({ message: words, code: '302 Found', title: 'Found' }, 302, { Location: to });
  };
  // Before the routes with an id, which would take these words for one.
  for (const place of ['', '/resources', '/events', '/template', '/outputs']) {
    app.all(`${root}/stacks/:name${place}`, redirect);
  }

  const here: Heat = { backend, records, operations, stackOf };
  stackRoutes(app, root, here);
  resourceRoutes(app, root, here);
  app.all('*', (c) => c.json(faultView(new Fault(404, 'HTTPNotFound', 'The resource could not be found.')), 404));
  return app;
}

/** The CloudFormation side: its signed addresses are refused, as by every Keystone since its update. */
export function heatCfn(backend: Backend): Hono<ServiceEnv> {
  const app = new Hono<ServiceEnv>({ strict: false });
  app.use(awake(backend));
  app.all('*', (c) => {
    const error =
      '<Type>Sender</Type><Code>AccessDenied</Code><Message>User is not authorized to perform action</Message>';
    const body = `<ErrorResponse><Error>${error}</Error></ErrorResponse>`;
    return c.body(body, 403, { 'Content-Type': 'application/xml; charset=UTF-8' });
  });
  return app;
}

/** 202 as Heat says it: in HTML to who does not ask for JSON. */
export function accepted(c: ServiceContext) {
  const words = 'The request is accepted for processing.<br /><br />\n\n\n';
  if (/json/.test(c.req.header('accept') ?? '')) {
    return c.json({ message: words, code: '202 Accepted', title: 'Accepted' }, 202);
  }
  const html = `<html>\n <head>\n  <title>202 Accepted</title>\n </head>\n <body>\n  <h1>202 Accepted</h1>\n  ${words}\n </body>\n</html>`;
  return c.html(html, 202);
}

/** The one action that a body names. Throws `Fault` (400). */
export function actionIn(body: Record<string, unknown>, known: readonly string[]): string {
  const [action] = Object.keys(body);
  if (!action) throw badRequest('No action specified');
  if (!known.includes(action)) throw badRequest(`Invalid action ${action} specified`);
  return action;
}
