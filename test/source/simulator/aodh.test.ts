import { expect, test } from 'vitest';
import { alarms, thresholdAlarm } from './alarms.ts';
import { passwordOf, standIn } from './stand-in.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const micro = /^2026-01-05T\d\d:\d\d:\d\d(\.\d{6})?$/;

test('is in the catalogue unless it is away', async () => {
  const { send, simulator, call } = await standIn({ vms: 1 });
  const catalogue = async () =>
    (await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'secret'))).body.token.catalog.find(
      (service: { type: string }) => service.type === 'alarming',
    );
  expect(await catalogue()).toMatchObject({ name: 'aodh' });
  expect((await catalogue()).endpoints[0].url).toBe('http://simulated.invalid/alarming');
  expect((await send('GET', '/alarming/')).body.versions.values[0]).toMatchObject({ id: 'v2', status: 'stable' });
  simulator.trouble.push({ service: 'alarming', kind: 'status', status: 503, times: 1 });
  expect((await call('GET', alarms)).status).toBe(503);
  expect((await call('GET', alarms)).body).toEqual([]);
  simulator.trouble.push({ service: 'alarming', kind: 'missing' });
  expect(await catalogue()).toBeUndefined();
});

test('tells its capabilities', async () => {
  const { call } = await standIn({ vms: 1 });
  const answer = await call('GET', '/alarming/v2/capabilities');
  expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-/);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.body).toEqual({
    api: {
      'alarms:history:query:complex': true,
      'alarms:history:query:simple': true,
      'alarms:query:complex': true,
      'alarms:query:simple': true,
    },
    alarm_storage: { 'storage:production_ready': true },
  });
});

test('an alarm is created whole, shown and found again', async () => {
  const { call, vm, simulator } = await standIn();
  const { userId, projectId } = simulator.world.people.admin;
  const hooks = {
    alarm_actions: ['http://127.0.0.1:9990/alarm', 'http://127.0.0.1:9990/alarm'],
    ok_actions: ['trust+http://127.0.0.1:9990/ok'],
  };
  const body = thresholdAlarm(vm().id, { severity: 'critical', ...hooks });
  const created = await call('POST', alarms, body);
  expect(created.status).toBe(201);
  const id = created.body.alarm_id;
  expect(id).toMatch(uuid);
  expect(created.headers.get('location')).toBe(`http://simulated.invalid${alarms}/${id}`);
  expect(created.body).toEqual({
    alarm_id: id,
    name: `cloud-medic: ${vm().id}`,
    description: 'gnocchi_resources_threshold alarm rule',
    enabled: true,
    ok_actions: ['trust+http://127.0.0.1:9990/ok'],
    alarm_actions: ['http://127.0.0.1:9990/alarm'],
    insufficient_data_actions: [],
    repeat_actions: false,
    type: 'gnocchi_resources_threshold',
    time_constraints: [],
    project_id: projectId,
    user_id: userId,
    timestamp: '2026-01-05T09:00:00',
    state: 'insufficient data',
    state_timestamp: '2026-01-05T09:00:00',
    state_reason: 'Not evaluated yet',
    severity: 'critical',
    evaluate_timestamp: '2026-01-05T09:00:00',
    gnocchi_resources_threshold_rule: body.gnocchi_resources_threshold_rule,
  });
  expect((await call('GET', `${alarms}/${id}`)).body).toEqual(created.body);
  expect((await call('GET', alarms)).body).toEqual([created.body]);
  const state = await call('GET', `${alarms}/${id}/state`);
  expect([state.status, state.text]).toEqual([200, '"insufficient data"']);
});

test('event alarms are kept, and their state is set by hand', async () => {
  const { call } = await standIn({ vms: 1 });
  const query = [{ field: 'traits.state', op: 'eq', type: 'string', value: 'stopped' }];
  const rule = { event_type: 'compute.instance.update', query };
  const { body } = await call('POST', alarms, { name: 'stopped', type: 'event', event_rule: rule });
  expect(body).toMatchObject({
    description: 'Alarm when compute.instance.update event occurred.',
    event_rule: rule,
    severity: 'low',
  });
  const set = await call('PUT', `${alarms}/${body.alarm_id}/state`, 'alarm');
  expect([set.status, set.text]).toEqual([200, '"alarm"']);
  const any = await call('POST', alarms, { name: 'any', type: 'event', event_rule: {} });
  expect(any.body.event_rule).toEqual({ event_type: '*', query: [] });
});

test('a PUT replaces all of it and tells what changed', async () => {
  const { call, vm, seconds } = await standIn();
  const { body } = await call('POST', alarms, thresholdAlarm(vm().id, { description: 'mine' }));
  const path = `${alarms}/${body.alarm_id}`;
  seconds(1);
  const ruled = { ...body.gnocchi_resources_threshold_rule, threshold: 0.8 };
  const changed = await call('PUT', path, { ...body, gnocchi_resources_threshold_rule: ruled });
  expect(changed.body).toEqual({
    ...body,
    timestamp: '2026-01-05T09:00:01',
    gnocchi_resources_threshold_rule: ruled,
  });
  const [change] = (await call('GET', `${path}/history`)).body;
  expect(change).toMatchObject({ type: 'rule change', alarm_id: body.alarm_id, project_id: body.project_id });
  expect(JSON.parse(change.detail)).toEqual({ rule: ruled });
  await call('PUT', path, changed.body);
  expect((await call('GET', `${path}/history`)).body).toHaveLength(2);
  await call('PUT', `${path}/state`, 'ok');
  const bare = await call('PUT', path, thresholdAlarm(vm().id));
  expect(bare.body).toMatchObject({ state: 'insufficient data', state_reason: 'Manually set via API' });
  expect(bare.body).toMatchObject({ evaluate_timestamp: null, description: 'gnocchi_resources_threshold alarm rule' });
});

test('history: newest first, in pages, by type', async () => {
  const { call, vm, simulator } = await standIn();
  const { body } = await call('POST', alarms, thresholdAlarm(vm().id));
  const path = `${alarms}/${body.alarm_id}`;
  await call('PUT', `${path}/state`, 'ok');
  const { body: history } = await call('GET', `${path}/history`);
  const { userId, projectId } = simulator.world.people.admin;
  expect(history[0]).toEqual({
    event_id: expect.stringMatching(uuid),
    alarm_id: body.alarm_id,
    type: 'state transition',
    detail: '{"state": "ok", "state_reason": "Manually set via API"}',
    project_id: projectId,
    user_id: userId,
    on_behalf_of: projectId,
    timestamp: expect.stringMatching(micro),
  });
  expect(history[1].type).toBe('creation');
  expect(Object.keys(JSON.parse(history[1].detail)).sort()).toEqual(
    [
      ...['alarm_id', 'type', 'enabled', 'name', 'description', 'timestamp', 'user_id', 'project_id', 'state'],
      ...['state_timestamp', 'state_reason', 'ok_actions', 'alarm_actions', 'insufficient_data_actions'],
      ...['repeat_actions', 'time_constraints', 'severity', 'rule'],
    ].sort(),
  );
  const get = async (query: string) => (await call('GET', `${path}/history?${query}`)).body;
  expect(await get('limit=1')).toEqual([history[0]]);
  expect(await get(`marker=${history[0].event_id}`)).toEqual([history[1]]);
  expect(await get('q.field=type&q.op=eq&q.value=creation')).toEqual([history[1]]);
  expect((await get('q.field=nope&q.op=eq&q.value=creation')).error_message.faultstring).toBe(
    `Unknown argument: "nope": unrecognized field in query: [<Query 'nope' eq 'creation' Unset>], valid keys: ['project', 'search_offset', 'severity', 'timestamp', 'type', 'user']`,
  );
});

test('lists by query, in pages, the newest first', async () => {
  const { call, seconds } = await standIn({ vms: 0 });
  for (const name of ['a', 'b', 'c']) {
    await call('POST', alarms, { name, type: 'event', event_rule: {}, enabled: name !== 'b' });
    seconds(1);
  }
  const names = async (query: string) =>
    (await call('GET', `${alarms}?${query}`)).body.map(({ name }: { name: string }) => name);
  expect(await names('')).toEqual(['c', 'b', 'a']);
  expect(await names('q.field=name&q.op=eq&q.value=a')).toEqual(['a']);
  expect(await names('q.field=enabled&q.op=eq&q.value=True&q.field=state&q.op=eq&q.value=ok')).toEqual([]);
  expect(await names('q.field=enabled&q.value=True')).toEqual(['c', 'a']);
  expect(await names('q.field=enabled&q.value=false')).toEqual(['b']);
  expect(await names('sort=name:asc&limit=2')).toEqual(['a', 'b']);
  const [first] = (await call('GET', alarms)).body;
  expect(await names(`marker=${first.alarm_id}&limit=1`)).toEqual(['b']);
  const refused = async (query: string) => (await call('GET', `${alarms}?${query}`)).body.error_message.faultstring;
  expect(await refused('q.field=nope&q.op=eq&q.value=1')).toMatch(
    /^Invalid input for field\/attribute field\. Value: '\{'nope'\}'\. only fields \{.*'name'.*\} are allowed$/,
  );
  expect(await refused('q.field=name&q.op=lt&q.value=1')).toBe(
    "Invalid input for field/attribute op. Value: '{'lt'}'. only operations {'eq'} are allowed",
  );
  expect(await refused('limit=x')).toMatch(/^Invalid input for field\/attribute limit\. Value: 'x'/);
});

test('searches with filter and order', async () => {
  const { call, seconds } = await standIn({ vms: 0 });
  for (const name of ['a', 'b', 'c']) {
    await call('POST', alarms, { name, type: 'event', event_rule: {} });
    seconds(1);
  }
  const query = async (body: unknown) => (await call('POST', '/alarming/v2/query/alarms', body)).body;
  const names = async (body: unknown) => (await query(body)).map(({ name }: { name: string }) => name);
  const filter = JSON.stringify({ '=': { state: 'insufficient data' } });
  expect(await names({ filter, limit: 2 })).toEqual(['c', 'b']);
  expect(await names({ filter, orderby: '[{"name": "ASC"}]' })).toEqual(['a', 'b', 'c']);
  expect(await names({ filter: '{"or": [{"=": {"name": "a"}}, {"=": {"name": "c"}}]}' })).toEqual(['c', 'a']);
  expect(await names({})).toEqual(['c', 'b', 'a']);
  expect((await query({ limit: 0 })).error_message.faultstring).toBe('Limit should be positive');
  expect((await query({ filter: '{"near": 1}' })).error_message.faultstring).toMatch(/^Filter expression not valid: /);
  const changes = await call('POST', '/alarming/v2/query/alarms/history', { filter: '{"=": {"type": "creation"}}' });
  expect(changes.body).toHaveLength(3);
});

test('what is deleted is gone, its history too', async () => {
  const { call } = await standIn({ vms: 0 });
  const { body } = await call('POST', alarms, { name: 'a', type: 'event', event_rule: {} });
  const path = `${alarms}/${body.alarm_id}`;
  const deleted = await call('DELETE', path);
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  for (const [method, rest, sent] of [
    ['GET', '', undefined],
    ['DELETE', '', undefined],
    ['GET', '/history', undefined],
    ['PUT', '/state', 'ok'],
  ] as const) {
    const answer = await call(method, path + rest, sent);
    expect(answer.status).toBe(404);
    expect(answer.body.error_message.faultstring).toBe(`Alarm ${body.alarm_id} not found`);
  }
  expect((await call('PATCH', path, {})).status).toBe(405);
  expect((await call('GET', '/alarming/v2/nope')).body.error_message).toEqual({
    code: 404,
    title: 'Not Found',
    description: null,
  });
});

test('a project sees only its own, and admins all where they ask for all', async () => {
  const { call, as, signIn, send, simulator } = await standIn({ vms: 0 });
  const demo = as(await signIn('demo'));
  const { body } = await call('POST', alarms, { name: 'admin’s', type: 'event', event_rule: {} });
  const { body: own } = await demo('POST', alarms, { name: 'demo’s', type: 'event', event_rule: {} });
  expect(own.project_id).toBe(simulator.world.people.demo.projectId);
  expect((await demo('GET', alarms)).body).toEqual([own]);
  expect((await demo('GET', `${alarms}/${body.alarm_id}`)).status).toBe(404);
  expect((await demo('DELETE', `${alarms}/${body.alarm_id}`)).status).toBe(404);
  expect((await demo('POST', '/alarming/v2/query/alarms', {})).body).toEqual([own]);
  expect((await call('GET', alarms)).body).toEqual([body]);
  const all = 'q.field=all_projects&q.op=eq&q.value=true';
  expect((await call('GET', `${alarms}?${all}`)).body).toHaveLength(2);
  expect((await call('GET', `${alarms}/${own.alarm_id}`)).body).toEqual(own);
  const denied = await demo('GET', `${alarms}?${all}`);
  expect([denied.status, denied.body.error_message.faultstring]).toEqual([403, 'RBAC Authorization Failed']);
  const foreign = await demo('GET', `${alarms}?q.field=project_id&q.op=eq&q.value=1`);
  expect([foreign.status, foreign.body.error_message.faultstring]).toEqual([401, 'Not Authorized to access project 1']);
  expect(foreign.headers.get('WWW-Authenticate')).toBe('Keystone uri="http://simulated.invalid/identity"');
  const log = await demo('POST', alarms, { name: 'a', type: 'event', event_rule: {}, alarm_actions: ['log://'] });
  expect([log.status, log.body.error_message.faultstring]).toEqual([
    401,
    'You are not authorized to create action: log://',
  ]);
  const claimed = await demo('POST', alarms, { name: 'a', type: 'event', event_rule: {}, project_id: 'abc' });
  expect(claimed.body.error_message.faultstring).toBe('Not Authorized to access project abc');
  const stranger = await send('GET', alarms);
  expect([stranger.status, stranger.body.error.title]).toEqual([401, 'Unauthorized']);
});
