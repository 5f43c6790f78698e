import { Hono } from 'hono';
import {
  awake,
  type Backend,
  bodyOf,
  iso,
  originOf,
  type ServiceContext,
  type ServiceEnv,
  unauthorized,
} from './backend.ts';
import { catalogue, plain } from './catalogue.ts';
import type { Account } from './fleet.ts';
import type { Token } from './tokens.ts';
import { trusts } from './trusts.ts';

/** Identity v3: versions, tokens, the catalogue, projects and users. */
export function keystone(backend: Backend, missing: () => readonly string[]): Hono<ServiceEnv> {
  const { tokens, world } = backend;
  const app = new Hono<ServiceEnv>({ strict: false });

  app.use(awake(backend));
  app.use(async (c, next) => {
    await next();
    c.header('Vary', 'X-Auth-Token');
    c.header('x-openstack-request-id', c.get('requestId'));
  });

  app.get('/', (c) => {
    c.header('Location', `${originOf(c)}/identity/v3/`);
    return c.json({ versions: { values: [version(c)] } }, 300);
  });
  app.get('/v3', (c) => c.json({ version: version(c) }));

  app.post('/v3/auth/tokens', async (c) => {
    const token = admit(backend, (await bodyOf(c)) as AuthBody);
    if (token === 'malformed') return c.json(malformed, 400);
    if (!token) return refuse(c);
    c.header('X-Subject-Token', token.id);
    return c.json({ token: describe(c, token, missing()) }, 201);
  });

  app.use(async (c, next) => {
    const token = tokens.find(c.req.header('x-auth-token'));
    if (!token) return refuse(c);
    c.set('token', token);
    await next();
  });

  app.get('/v3/auth/tokens', (c) => {
    const token = tokens.find(c.req.header('x-subject-token'));
    if (!token) return notFound(c, 'Failed to validate token');
    c.header('X-Subject-Token', token.id);
    return c.json({ token: describe(c, token, missing()) });
  });
  app.get('/v3/auth/catalog', (c) =>
    c.json({ catalog: catalogue(originOf(c), missing(), c.get('token').project?.projectId), links: links(c) }),
  );

  const projects = (c: ServiceContext) => {
    const mine = c.get('token').admin ? tokens.accounts() : [c.get('token').user];
    const named = mine.filter(({ name }) => [undefined, name].includes(c.req.query('name')));
    return c.json({ projects: named.map((one) => project(c, one)), links: links(c) });
  };
  app.get('/v3/auth/projects', projects);
  app.get('/v3/projects', projects);
  app.get('/v3/projects/:id', (c) => {
    const id = c.req.param('id');
    const found = tokens.accounts().find((one) => one.projectId === id);
    return found ? c.json({ project: project(c, found) }) : notFound(c, `Could not find project: ${id}.`);
  });
  app.get('/v3/users', (c) =>
    c.json({ users: [...tokens.accounts(), world.people.ceilometer].map(user), links: links(c) }),
  );
  app.get('/v3/users/:id', (c) => {
    const id = c.req.param('id');
    const found = [...tokens.accounts(), world.people.ceilometer].find((one) => one.userId === id);
    return found ? c.json({ user: user(found) }) : notFound(c, `Could not find user: ${id}.`);
  });
  trusts(app);
  app.all('*', (c) => notFound(c, 'The resource could not be found.'));
  return app;
}

type AuthBody = {
  readonly auth?: {
    readonly identity?: {
      readonly methods?: readonly string[];
      readonly password?: { readonly user?: Named & { readonly password?: string } };
      readonly application_credential?: { readonly id?: string; readonly secret?: string };
    };
    readonly scope?: { readonly project?: Named } | 'unscoped';
  };
};
type Named = { readonly id?: string; readonly name?: string };

/** A token for whom the body names and proves, undefined for a stranger. */
function admit({ tokens, world }: Backend, { auth }: AuthBody): Token | undefined | 'malformed' {
  const identity = auth?.identity;
  const credential = identity?.application_credential;
  if (identity?.methods?.[0] === 'application_credential') {
    const known = [tokens.applicationCredential, tokens.restrictedCredential].find(({ id }) => id === credential?.id);
    if (!known || credential?.secret !== known.secret) return undefined;
    return tokens.issue(world.people.admin, world.people.admin, known);
  }
  const who = identity?.password?.user;
  if (identity?.methods?.[0] !== 'password' || !who) return 'malformed';
  const user = tokens.accounts().find((one) => one.userId === who.id || one.name === who.name);
  if (!user || who.password !== tokens.password) return undefined;
  const scope = auth?.scope === 'unscoped' ? undefined : auth?.scope?.project;
  if (!scope) return tokens.issue(user, undefined);
  const wanted = tokens.accounts().find((one) => one.projectId === scope.id || one.name === scope.name);
  if (!wanted || (wanted !== user && user !== world.people.admin)) return undefined;
  return tokens.issue(user, wanted);
}

const domain = { id: 'default', name: 'Default' };

function describe(c: ServiceContext, token: Token, missing: readonly string[]) {
  const unscoped = {
    methods: [token.method],
    user: { domain, id: token.user.userId, name: token.user.name, password_expires_at: null },
    audit_ids: [token.auditId],
    expires_at: micro(token.expiresAt),
    issued_at: micro(token.issuedAt),
  };
  if (!token.project) return unscoped;
  const { credential } = token;
  return {
    ...unscoped,
    ...(credential
      ? { application_credential: { id: credential.id, name: credential.name, restricted: credential.restricted } }
      : {}),
    project: { domain, id: token.project.projectId, name: token.project.name },
    is_domain: false,
    roles: [...(token.admin ? ['admin'] : []), 'reader', 'member'].map((name) => ({ id: plain(`role ${name}`), name })),
    ...(c.req.query('nocatalog') === undefined
      ? { catalog: catalogue(originOf(c), missing, token.project.projectId) }
      : {}),
  };
}

function micro(at: number): string {
  return iso(at).replace('Z', '000Z');
}

function version(c: ServiceContext) {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${originOf(c)}/identity/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  };
}

function project(c: ServiceContext, { projectId, name }: Account) {
  return {
    id: projectId,
    name,
    domain_id: 'default',
    description: '',
    enabled: true,
    parent_id: 'default',
    is_domain: false,
    tags: [],
    options: {},
    links: { self: `${originOf(c)}/identity/v3/projects/${projectId}` },
  };
}

function user({ userId, name }: Account) {
  return { id: userId, name, domain_id: 'default', enabled: true, password_expires_at: null, options: {}, links: {} };
}

function links(c: ServiceContext) {
  return { next: null, self: c.req.url, previous: null };
}

const malformed = {
  error: {
    code: 400,
    message: 'Expecting to find identity in auth. The server could not comply.',
    title: 'Bad Request',
  },
};

function refuse(c: ServiceContext) {
  c.header('WWW-Authenticate', `Keystone uri="${originOf(c)}/identity/v3"`);
  return c.json(unauthorized, 401);
}

function notFound(c: ServiceContext, message: string) {
  return c.json({ error: { code: 404, message, title: 'Not Found' } }, 404);
}
