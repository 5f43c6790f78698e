import { expect, test } from 'vitest';
import { passwordOf, standIn } from './stand-in.ts';

test('tells its versions as Keystone does', async () => {
  const { send } = await standIn({ vms: 0 });
  const versions = await send('GET', '/identity/');
  expect(versions.status).toBe(300);
  expect(versions.headers.get('Location')).toBe('http://simulated.invalid/identity/v3/');
  expect(versions.body.versions.values[0]).toMatchObject({ id: 'v3.14', status: 'stable' });
  expect((await send('GET', '/identity/v3')).body.version.id).toBe('v3.14');
});

test('gives a token for a password, with project, roles and catalogue', async () => {
  const { send } = await standIn({ vms: 0 });
  const answer = await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'secret'));
  expect(answer.status).toBe(201);
  expect(answer.headers.get('X-Subject-Token')).toMatch(/^gAAAA/);
  expect(answer.headers.get('Vary')).toBe('X-Auth-Token');
  expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/);
  const { token } = answer.body;
  expect(Object.keys(token).sort()).toEqual(
    ['audit_ids', 'catalog', 'expires_at', 'is_domain', 'issued_at', 'methods', 'project', 'roles', 'user'].sort(),
  );
  expect(token.user).toMatchObject({ domain: { id: 'default', name: 'Default' }, name: 'admin' });
  expect(token.issued_at).toBe('2026-01-05T09:00:00.000000Z');
  expect(token.expires_at).toBe('2026-01-05T10:00:00.000000Z');
  expect(token.roles.map((role: { name: string }) => role.name)).toContain('admin');
  const compute = token.catalog.find((service: { type: string }) => service.type === 'compute');
  expect(compute.name).toBe('nova');
  expect(Object.keys(compute.endpoints[0]).sort()).toEqual(['id', 'interface', 'region', 'region_id', 'url']);
  expect(token.catalog.map((service: { type: string }) => service.type)).toContain('fault-injection');
});

test('gives an unscoped token without project and catalogue', async () => {
  const { send } = await standIn({ vms: 0 });
  const { body } = await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'secret', false));
  expect(Object.keys(body.token).sort()).toEqual(['audit_ids', 'expires_at', 'issued_at', 'methods', 'user']);
});

test('gives a token for an application credential', async () => {
  const { send, simulator } = await standIn({ vms: 0 });
  const sign = (secret: string) =>
    send('POST', '/identity/v3/auth/tokens', {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: simulator.credentials.applicationCredential.id, secret },
        },
      },
    });
  const answer = await sign(simulator.credentials.applicationCredential.secret);
  expect(answer.status).toBe(201);
  expect(answer.body.token.methods).toEqual(['application_credential']);
  expect(answer.body.token.project.name).toBe('admin');
  expect((await sign('guessed')).status).toBe(401);
});

test('a restricted application credential says so and may make no trusts; Aodh and Heat answer 500 for want of one', async () => {
  const { send, simulator, as } = await standIn({ vms: 1 });
  const { id, secret } = simulator.credentials.restrictedCredential;
  const identity = { methods: ['application_credential'], application_credential: { id, secret } };
  const answer = await send('POST', '/identity/v3/auth/tokens', { auth: { identity } });
  expect(answer.body.token.application_credential).toEqual({ id, name: 'restricted', restricted: true });
  const call = as(answer.headers.get('X-Subject-Token')!);
  const words = /Using method 'application_credential' is not allowed for managing trusts\./;
  const trust = await call('POST', '/identity/v3/OS-TRUST/trusts', { trust: {} });
  expect([trust.status, trust.body.error.message]).toEqual([403, expect.stringMatching(words)]);
  const type = 'gnocchi_resources_threshold';
  const rule = { metric: 'x', resource_id: 'x', resource_type: 'instance', aggregation_method: 'mean', threshold: 1 };
  const alarm = { name: 'x', type, [`${type}_rule`]: rule, alarm_actions: ['trust+http://127.0.0.1/x'] };
  const refused = await call('POST', '/alarming/v2/alarms', alarm);
  expect([refused.status, refused.body.error_message.faultstring]).toEqual([500, expect.stringMatching(words)]);
  const project = answer.body.token.project.id;
  const template = { heat_template_version: '2016-10-14', resources: {} };
  const stack = await call('POST', `/heat-api/v1/${project}/stacks`, { stack_name: 'x', template });
  expect([stack.status, stack.body.error]).toEqual([500, { type: 'RemoteError', traceback: null }]);
  expect((await call('GET', '/alarming/v2/alarms')).body).toEqual([]);
});

test('trusts are made, listed and deleted', async () => {
  const { call } = await standIn({ vms: 0 });
  const path = '/identity/v3/OS-TRUST/trusts';
  const made = await call('POST', path, { trust: { impersonation: false } });
  expect(made.status).toBe(201);
  const mine = `${path}?trustor_user_id=${made.body.trust.trustor_user_id}`;
  expect((await call('GET', mine)).body.trusts).toHaveLength(1);
  expect((await call('DELETE', `${path}/${made.body.trust.id}`)).status).toBe(204);
  expect((await call('DELETE', `${path}/${made.body.trust.id}`)).status).toBe(404);
  expect((await call('GET', mine)).body.trusts).toEqual([]);
});

test('refuses a wrong password with the body of Keystone', async () => {
  const { send } = await standIn({ vms: 0 });
  const answer = await send('POST', '/identity/v3/auth/tokens', passwordOf('admin', 'wrong'));
  expect(answer.status).toBe(401);
  expect(answer.headers.get('WWW-Authenticate')).toBe('Keystone uri="http://simulated.invalid/identity/v3"');
  expect(answer.body).toEqual({
    error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
  });
  expect((await send('POST', '/identity/v3/auth/tokens', {})).status).toBe(400);
});

test('tokens expire on the clock of the world, and can be revoked', async () => {
  const { call, send, seconds, simulator, signIn, as } = await standIn({ vms: 1, tokenSeconds: 60 });
  expect((await call('GET', '/compute/v2.1/servers')).status).toBe(200);
  seconds(59);
  expect((await call('GET', '/compute/v2.1/servers')).status).toBe(200);
  seconds(2);
  const late = await call('GET', '/compute/v2.1/servers');
  expect(late.status).toBe(401);
  expect(late.headers.get('WWW-Authenticate')).toBe('Keystone uri="http://simulated.invalid/identity"');
  expect(late.body.error.title).toBe('Unauthorized');
  expect((await send('GET', '/metric/v1/resource/instance')).status).toBe(401);
  const fresh = as(await signIn());
  expect((await fresh('GET', '/compute/v2.1/servers')).status).toBe(200);
  simulator.revokeTokens();
  expect((await fresh('GET', '/compute/v2.1/servers')).status).toBe(401);
});

test('validates tokens and lists projects', async () => {
  const { send, token, call } = await standIn({ vms: 0 });
  const validated = await send('GET', '/identity/v3/auth/tokens', undefined, {
    'X-Auth-Token': token,
    'X-Subject-Token': token,
  });
  expect(validated.status).toBe(200);
  expect(validated.headers.get('X-Subject-Token')).toBe(token);
  const { projects } = (await call('GET', '/identity/v3/auth/projects')).body;
  expect(projects.map((one: { name: string }) => one.name)).toEqual(['demo', 'admin']);
  const fields = [
    'id',
    'name',
    'domain_id',
    'description',
    'enabled',
    'parent_id',
    'is_domain',
    'tags',
    'options',
    'links',
  ];
  expect(Object.keys(projects[0])).toEqual(fields);
});
