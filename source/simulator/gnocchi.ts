import { Hono } from 'hono';
import {
  authenticated,
  awake,
  type Backend,
  bodyOf,
  originOf,
  type ServiceContext,
  type ServiceEnv,
} from './backend.ts';
import { byMetric, byResource, grouped, measures } from './gnocchi-aggregates.ts';
import { aggregate, granularities, policyMethods, type Span, secondsOf, timeOf } from './gnocchi-measures.ts';
import { BadOperation, type Operation, parse } from './gnocchi-operations.ts';
import { archivePolicies, archivePolicyRules } from './gnocchi-policy-routes.ts';
import { mustOwn, push, pushBatch } from './gnocchi-push.ts';
import { predicate } from './gnocchi-search.ts';
import { type Metric, metricOf, metricsOf, type Resource } from './gnocchi-store.ts';
import { instanceType, metricView, resourceView, statusView } from './gnocchi-view.ts';
import { Refused } from './refused.ts';

const maxLimit = 1000;

/** Telemetry: resources, metrics, measures and aggregates, as Ceilometer fills them. */
export function gnocchi(backend: Backend): Hono<ServiceEnv> {
  const { world, telemetry: store } = backend;
  const app = new Hono<ServiceEnv>({ strict: false });

  app.use(awake(backend));
  app.get('/', (c) => {
    const links = [{ rel: 'self', href: `${originOf(c)}/metric/v1/` }];
    return c.json({ build: '4.5.0', versions: [{ status: 'CURRENT', links, id: 'v1.0', updated: '2015-03-19' }] });
  });
  app.use('/v1/*', authenticated(backend, false));
  app.delete('/v1/*', async (c, next) => {
    // It answers a DELETE with nothing, and will not do so to somebody who wants JSON.
    if (c.req.header('accept') === 'application/json') return problem(c, 406, null);
    await next();
  });
  app.onError((error, c) => {
    if (error instanceof BadOperation) {
      return problem(c, 400, error.detail.length ? { cause: error.message, detail: error.detail } : error.message);
    }
    if (error instanceof NotThere) return problem(c, 404, error.description);
    if (error instanceof Refused) return problem(c, error.status, error.message);
    throw error;
  });

  app.get('/v1/capabilities', (c) => c.json({ aggregation_methods: policyMethods, dynamic_aggregation_methods: [] }));
  app.get('/v1/status', (c) => {
    if (!c.get('token').admin) throw new Refused(403, '');
    return c.json(statusView(store.pending()));
  });
  app.route('/v1/archive_policy', archivePolicies(store.policies));
  app.route('/v1/archive_policy_rule', archivePolicyRules(store.rules));
  app.get('/v1/resource_type/instance', (c) => c.json(instanceType));

  /** Those of a type that the caller may see. */
  const visible = (c: ServiceContext, type: string): Resource[] => {
    const all = store.resources(type);
    if (!all) throw new NotThere(`Resource type ${type} does not exist`);
    const { admin, project } = c.get('token');
    return admin ? all : all.filter((one) => one.vm.projectId === project!.projectId);
  };
  const resourceOf = (c: ServiceContext): Resource => {
    const { type = '', id = '' } = c.req.param() as Record<string, string>;
    if (!store.resources(type)) throw new NotThere(`Resource type ${type} does not exist`);
    const found = store.resource(type, id);
    const { admin, project } = c.get('token');
    if (found && (admin || found.vm.projectId === project!.projectId)) return found;
    throw new NotThere(`Resource ${id} does not exist`);
  };
  const namedMetric = (c: ServiceContext): Metric => {
    const name = c.req.param('name') ?? '';
    const found = metricOf(resourceOf(c), name);
    if (!found) throw new NotThere(`Metric ${name} does not exist`);
    return found;
  };
  const metricById = (c: ServiceContext): Metric => {
    const found = store.metric(c.req.param('id') ?? '');
    if (!found) throw new NotThere(`Metric ${c.req.param('id')} does not exist`);
    return found;
  };

  const paged = (c: ServiceContext, found: readonly Resource[]) => {
    const query = new URL(c.req.url).searchParams;
    const start = query.has('marker') ? found.findIndex((one) => one.id === query.get('marker')) + 1 : 0;
    const limit = Math.min(maxLimit, Number(query.get('limit') ?? maxLimit));
    const rows = found.slice(start, start + limit);
    if (found.length > start + limit) {
      query.set('limit', String(limit));
      query.set('marker', rows.at(-1)!.id);
      const url = new URL(c.req.url);
      c.header('Link', `<${url.origin}${url.pathname}?${query}>; rel="next"`);
    }
    return c.json(rows.map(resourceView));
  };
  app.get('/v1/resource/:type', (c) => paged(c, visible(c, c.req.param('type'))));
  app.post('/v1/search/resource/:type', async (c) => {
    const matches = predicate(c.req.query('filter') ?? (await bodyOf(c)));
    return paged(
      c,
      visible(c, c.req.param('type')).filter((one) => matches(one.attributes())),
    );
  });
  app.get('/v1/resource/:type/:id', (c) => c.json(resourceView(resourceOf(c))));
  app.get('/v1/resource/:type/:id/history', (c) => c.json([resourceView(resourceOf(c))]));

  app.get('/v1/resource/:type/:id/metric', (c) =>
    c.json(metricsOf(resourceOf(c)).map((one) => metricView(one, world))),
  );
  app.post('/v1/resource/:type/:id/metric', async (c) => {
    const resource = resourceOf(c);
    // The resource of a VM is Ceilometer's.
    if (!c.get('token').admin) throw new Refused(403, '');
    const body = await bodyOf(c);
    if (Array.isArray(body)) throw new Refused(400, 'Invalid input: expected a dictionary');
    const wanted = Object.entries(body as Record<string, { unit?: string; archive_policy_name?: string }>);
    const twice = wanted.find(([name]) => metricOf(resource, name));
    if (twice) throw new Refused(409, `Named metric ${twice[0]} already exists`);
    const { policies } = store;
    const made = wanted.map(([name, { unit = null, archive_policy_name: policy }]) => {
      return [name, unit, policy === undefined ? policies.base : policies.find(policy, 400)] as const;
    });
    for (const [name, unit, policy] of made) store.create(resource, name, unit, policy);
    return c.json(metricsOf(resource).map((one) => metricView(one, world)));
  });
  app.get('/v1/resource/:type/:id/metric/:name', (c) => c.json(metricView(namedMetric(c), world, true)));
  app.get('/v1/metric', (c) => {
    const limit = Math.min(maxLimit, Number(c.req.query('limit') ?? maxLimit));
    const name = c.req.query('name');
    const all = visible(c, 'generic')
      .flatMap((one) => (name === undefined ? metricsOf(one) : (metricOf(one, name) ?? [])))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const start = all.findIndex((one) => one.id === c.req.query('marker')) + 1;
    return c.json(all.slice(start, start + limit).map((one) => metricView(one, world)));
  });
  app.get('/v1/metric/:id', (c) => c.json(metricView(metricById(c), world, true)));

  app.delete('/v1/metric/:id', (c) => {
    const metric = metricById(c);
    if (!metric.points) throw new Refused(403, '');
    mustOwn(metric, c.get('token'));
    store.delete(metric);
    return c.body(null, 204);
  });

  const show = (c: ServiceContext, metric: Metric) => {
    const method = c.req.query('aggregation') ?? 'mean';
    const seconds = granularityOf(c);
    const kept = metric.policy.definition.map(({ granularity }) => granularity);
    if (!metric.policy.methods.includes(method)) {
      const detail = { metric: metric.id, aggregation_method: method };
      throw new NotThere({ cause: 'Aggregation method does not exist for this metric', detail });
    }
    if (seconds !== undefined && !kept.includes(seconds)) {
      const shown = Number.isInteger(seconds) ? `${seconds}.0` : seconds;
      throw new NotThere(
        `Aggregation method '${method}' at granularity '${shown}' for metric ${metric.id} does not exist`,
      );
    }
    const wanted = seconds === undefined ? kept.reverse() : [seconds];
    const span = spanOf(c);
    return c.json(
      measures(new Map(wanted.map((one) => [one, aggregate(metric, method, one, span, world.granularity)]))),
    );
  };
  app.get('/v1/resource/:type/:id/metric/:name/measures', (c) => show(c, namedMetric(c)));
  app.get('/v1/metric/:id/measures', (c) => show(c, metricById(c)));

  const accepted = (c: ServiceContext) => c.body('', 202, { 'Content-Type': 'application/json' });
  app.post('/v1/resource/:type/:id/metric/:name/measures', async (c) => {
    mustOwn(namedMetric(c), c.get('token'));
    push(store, namedMetric(c), await c.req.json(), world.now());
    return accepted(c);
  });
  app.post('/v1/metric/:id/measures', async (c) => {
    mustOwn(metricById(c), c.get('token'));
    push(store, metricById(c), await c.req.json(), world.now());
    return accepted(c);
  });
  app.post('/v1/batch/resources/metrics/measures', async (c) => {
    const create = /^(true|1|)$/i.test(c.req.query('create_metrics') ?? 'false');
    const refused = pushBatch(store, await bodyOf(c), create, world.now(), c.get('token'));
    return refused ? problem(c, 400, refused) : accepted(c);
  });

  app.post('/v1/aggregates', async (c) => {
    const body = await bodyOf(c);
    const granularity = granularityOf(c);
    const operations = body.operations as Operation;
    const fill = c.req.query('fill');
    const overlap = c.req.query('needed_overlap');
    const query = {
      operation: typeof operations === 'string' ? parse(operations) : operations,
      span: spanOf(c),
      granularity,
      overlap: {
        needed: overlap === undefined ? undefined : fill === undefined ? Number(overlap) : 0,
        fill: fill === undefined || Number.isNaN(Number(fill)) ? undefined : Number(fill),
      },
      step: world.granularity,
    };
    if (granularity !== undefined && !granularities.includes(granularity)) {
      return problem(c, 400, {
        cause: "Metrics can't being aggregated",
        reason: 'Granularities are missing',
        detail: [granularity],
      });
    }
    if (body.resource_type === undefined) return c.json({ measures: byMetric(store, query) });
    const type = String(body.resource_type);
    if (!store.resources(type)) return problem(c, 400, { cause: 'Resource type does not exist', detail: type });
    const matches = predicate(body.search);
    const found = visible(c, type).filter((one) => matches(one.attributes()));
    const by = c.req.queries('groupby') ?? [];
    return c.json(by.length ? grouped(found, by, query) : { measures: byResource(found, query) });
  });
  app.all('*', (c) => problem(c, 404, 'The resource could not be found.'));
  return app;

  function spanOf(c: ServiceContext): Span {
    const time = (name: 'start' | 'stop', otherwise: number) => {
      const text = c.req.query(name);
      const at = text === undefined ? otherwise : timeOf(text, world.now());
      if (Number.isNaN(at)) throw new Refused(400, `Invalid value for ${name}`);
      return at;
    };
    return { start: time('start', 0), stop: time('stop', Number.POSITIVE_INFINITY) };
  }
}

/** 404 with a description that may be a sentence or an object, as Gnocchi's are. */
class NotThere extends Error {
  readonly description: unknown;

  constructor(description: unknown) {
    super('not found');
    this.description = description;
  }
}

function granularityOf(c: ServiceContext): number | undefined {
  const text = c.req.query('granularity');
  if (text === undefined) return undefined;
  const seconds = secondsOf(text);
  if (Number.isNaN(seconds)) throw new Refused(400, 'Unable to parse granularity');
  return seconds;
}

const titles = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 406: 'Not Acceptable', 409: 'Conflict' };

function problem(c: ServiceContext, code: keyof typeof titles, description: unknown) {
  return c.json({ code, title: titles[code], description }, code);
}
