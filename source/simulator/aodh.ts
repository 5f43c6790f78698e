import { Hono } from 'hono';
import { type Alarm, type AlarmState, states } from './aodh-alarm.ts';
import { NotAuthorized, readAlarm } from './aodh-definition.ts';
import type { Evaluator } from './aodh-evaluator.ts';
import { filterAlarms, filterChanges, paged } from './aodh-query.ts';
import { search } from './aodh-search.ts';
import { type AlarmStore, Untrusted } from './aodh-store.ts';
import { alarmView, changeView } from './aodh-view.ts';
import { authenticated, awake, type Backend, originOf, type ServiceContext, type ServiceEnv } from './backend.ts';
import { Refused } from './refused.ts';

/** Alarming v2: alarms, their state and their history. */
export function aodh(backend: Backend, alarms: AlarmStore, evaluator: Evaluator): Hono<ServiceEnv> {
  const app = new Hono<ServiceEnv>({ strict: false });

  app.use(awake(backend));
  app.get('/', (c) => c.json({ versions: { values: [version(c)] } }));
  app.use('/v2/*', authenticated(backend));
  app.use('/v2/*', async (c, next) => {
    await next();
    c.header('x-openstack-request-id', c.get('requestId'));
  });
  app.onError((error, c) => {
    c.header('x-openstack-request-id', c.get('requestId'));
    if (error instanceof Refused) return c.json(fault(error.message), error.status);
    if (error instanceof Untrusted) return c.json(fault(error.message, 'Server'), 500);
    if (!(error instanceof NotAuthorized)) throw error;
    c.header('WWW-Authenticate', `Keystone uri="${originOf(c)}/identity"`);
    return c.json(fault(error.message), 401);
  });

  app.get('/v2/capabilities', (c) => c.json(capabilities));

  /** The newest definition first. */
  const rows = () => [...alarms.all()].sort((a, b) => b.definedAt - a.definedAt).map(alarmView);
  app.get('/v2/alarms', (c) => {
    const query = new URL(c.req.url).searchParams;
    return c.json(paged(filterAlarms(rows(), query, c.get('token')), query, 'alarm_id'));
  });
  app.post('/v2/query/alarms', async (c) => {
    const body = { ...((await jsonOf(c)) as object) };
    return c.json(search(rows(), body, c.get('token'), 'project_id'));
  });
  app.post('/v2/query/alarms/history', async (c) => {
    const body = { ...((await jsonOf(c)) as object) };
    const changes = [...alarms.all()].flatMap((alarm) => alarm.history.map((change) => changeView(alarm, change)));
    changes.sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));
    return c.json(search(changes, body, c.get('token'), 'on_behalf_of'));
  });
  app.post('/v2/alarms', async (c) => {
    const token = c.get('token');
    const alarm = alarms.create(readAlarm(await jsonOf(c), token.admin), token);
    evaluator.wake();
    c.header('Location', `${originOf(c)}/alarming/v2/alarms/${alarm.id}`);
    return c.json(alarmView(alarm), 201);
  });

  /** An alarm that the caller may see. */
  const found = (c: ServiceContext): Alarm => {
    const id = c.req.param('id') ?? '';
    const alarm = alarms.find(id);
    const { admin, project } = c.get('token');
    if (alarm && (admin || alarm.projectId === project!.projectId)) return alarm;
    throw new Refused(404, `Alarm ${id} not found`);
  };
  app.get('/v2/alarms/:id', (c) => c.json(alarmView(found(c))));
  app.put('/v2/alarms/:id', async (c) => {
    const token = c.get('token');
    const given = readAlarm(await jsonOf(c), token.admin);
    const alarm = found(c);
    alarms.replace(alarm, given, token);
    return c.json(alarmView(alarm));
  });
  app.delete('/v2/alarms/:id', (c) => {
    alarms.remove(found(c));
    return c.body(null, 204);
  });
  app.get('/v2/alarms/:id/state', (c) => c.json(found(c).state));
  app.put('/v2/alarms/:id/state', async (c) => {
    const state = await jsonOf(c);
    const alarm = found(c);
    if (!states.includes(state as AlarmState)) throw new Refused(400, 'state invalid');
    alarms.setState(alarm, state as AlarmState, c.get('token'));
    return c.json(alarm.state);
  });
  app.get('/v2/alarms/:id/history', (c) => {
    const query = new URL(c.req.url).searchParams;
    const alarm = found(c);
    const changes = alarm.history.map((change) => changeView(alarm, change));
    return c.json(paged(filterChanges(changes, query, c.get('token')), query, 'event_id'));
  });
  app.all('/v2/alarms/:id', (c) => {
    c.header('Allow', 'DELETE, GET, PUT');
    return c.json({ error_message: { code: 405, title: 'Method Not Allowed', description: '' } }, 405);
  });
  app.all('*', (c) => c.json({ error_message: { code: 404, title: 'Not Found', description: null } }, 404));
  return app;
}

async function jsonOf(c: ServiceContext): Promise<unknown> {
  const text = await c.req.text();
  if (!text) throw new Refused(400, 'Missing argument: "data"');
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'Request is not in valid JSON format');
  }
}

function fault(faultstring: string, faultcode = 'Client') {
  return { error_message: { faultcode, faultstring, debuginfo: null } };
}

const capabilities = {
  api: {
    ...{ 'alarms:history:query:complex': true, 'alarms:history:query:simple': true },
    ...{ 'alarms:query:complex': true, 'alarms:query:simple': true },
  },
  alarm_storage: { 'storage:production_ready': true },
};

function version(c: ServiceContext) {
  return {
    id: 'v2',
    links: [
      { href: `${originOf(c)}/alarming/v2`, rel: 'self' },
      { href: 'https://docs.openstack.org/', rel: 'describedby', type: 'text/html' },
    ],
    'media-types': ['json', 'xml'].map((form) => ({
      base: `application/${form}`,
      type: `application/vnd.openstack.telemetry-v2+${form}`,
    })),
    status: 'stable',
    updated: '2013-02-13T00:00:00Z',
  };
}
