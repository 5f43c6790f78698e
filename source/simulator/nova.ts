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
import { flavors } from './flavors.ts';
import { forbidden, serverAction } from './nova-actions.ts';
import { createServer, passwordFor } from './nova-create.ts';
import { isTrue, page } from './nova-list.ts';
import { novaServices } from './nova-services.ts';
import {
  actionView,
  brief,
  CellDown,
  detail,
  flavorLinks,
  flavorView,
  serverLinks,
  shown,
  type View,
} from './nova-view.ts';
import { Refused } from './refused.ts';
import type { SimVm } from './vm.ts';
import type { Actor, World } from './world.ts';

/** Compute, microversions 2.1 to `newest`: 93 is 2.93, as of Zed. */
export function nova(backend: Backend, newest = 93): Hono<ServiceEnv> {
  const { world } = backend;
  const viewOf = (c: ServiceContext) => viewFor(c, newest, world);
  const app = new Hono<ServiceEnv>({ strict: false });

  app.use(awake(backend));
  app.get('/', (c) => c.json({ versions: [oldVersion(c), version(c, newest)] }));
  app.use('/v2.1/*', (c, next) => negotiated(c, newest, next));
  app.get('/v2.1', (c) => c.json({ version: { ...version(c, newest), ...aboutVersion } }));
  app.use('/v2.1/*', authenticated(backend));
  app.onError((error, c) => {
    if (error instanceof Refused) return fault(c, error.status, error.message);
    if (error instanceof CellDown) return fault(c, 500, error.message);
    throw error;
  });

  const list = (show: (vm: SimVm, view: View) => unknown, path: string) => (c: ServiceContext) => {
    const query = new URL(c.req.url).searchParams;
    const { admin, project } = c.get('token');
    if (!admin && isTrue(query.get('all_tenants'))) {
      throw new Refused(403, forbidden(`servers:${path === 'servers' ? 'index' : 'detail'}:get_all_tenants`));
    }
    const view = viewOf(c);
    const { rows, next } = page(world.vms(), query, project!.projectId, view);
    const servers = rows.map((vm) => show(vm, view));
    if (!next) return c.json({ servers });
    query.set('marker', next);
    return c.json({ servers, servers_links: [{ rel: 'next', href: `${view.root}/v2.1/${path}?${query}` }] });
  };
  app.get('/v2.1/servers', list(brief, 'servers'));
  app.get('/v2.1/servers/detail', list(detail, 'servers/detail'));

  /** A server that the caller may see. */
  const serverOf = (c: ServiceContext): SimVm | undefined => {
    const vm = world.vm(c.req.param('id') ?? '');
    const { admin, project } = c.get('token');
    return vm && vm.vmState !== 'deleted' && (admin || vm.projectId === project!.projectId) ? vm : undefined;
  };
  const known = (c: ServiceContext): SimVm => {
    const vm = serverOf(c);
    if (!vm) throw new Refused(404, `Instance ${c.req.param('id')} could not be found.`);
    return vm;
  };
  /** The same for who needs its cell. */
  const found = (c: ServiceContext): SimVm => {
    const vm = known(c);
    if (world.hosts.unreached.has(vm.host)) throw new CellDown();
    return vm;
  };

  app.get('/v2.1/servers/:id', (c) => c.json({ server: shown(known(c), viewOf(c)) }));
  app.post('/v2.1/servers', async (c) => {
    const vm = createServer(world, await bodyOf(c), actorOf(c));
    const { root } = viewOf(c);
    c.header('Location', `${root}/v2.1/servers/${vm.id}`);
    const made = { id: vm.id, links: serverLinks(vm.id, root), 'OS-DCF:diskConfig': 'MANUAL' };
    return c.json({ server: { ...made, security_groups: [{ name: 'default' }], adminPass: passwordFor(vm.id) } }, 202);
  });
  app.delete('/v2.1/servers/:id', (c) => {
    world.delete(found(c), actorOf(c));
    return c.body(null, 204);
  });
  app.post('/v2.1/servers/:id/action', async (c) => {
    const view = viewOf(c);
    const vm = serverOf(c) && found(c);
    const answer = serverAction(world, vm, await bodyOf(c), actorOf(c), c.req.param('id'), view.minor);
    if (answer?.server && vm) {
      c.header('Location', `${view.root}/v2.1/servers/${vm.id}`);
      return c.json({ server: { ...detail(vm, view), adminPass: passwordFor(vm.id) } }, answer.status);
    }
    if (answer?.body) return c.json(answer.body as object);
    return c.body('', answer?.status ?? 202, { 'Content-Type': 'application/json' });
  });
  app.get('/v2.1/servers/:id/os-instance-actions', (c) => {
    const vm = found(c);
    return c.json({ instanceActions: vm.actions.map((entry) => actionView(vm, entry, viewOf(c), false)) });
  });
  app.get('/v2.1/servers/:id/os-instance-actions/:request', (c) => {
    const vm = found(c);
    const entry = vm.actions.find((one) => one.requestId === c.req.param('request'));
    if (!entry) throw new Refused(404, `Action ${c.req.param('request')} not found on instance ${vm.id}`);
    return c.json({ instanceAction: actionView(vm, entry, viewOf(c), true) });
  });
  app.get('/v2.1/servers/:id/metadata', (c) => c.json({ metadata: found(c).metadata }));
  app.post('/v2.1/servers/:id/metadata', async (c) => {
    const vm = found(c);
    Object.assign(vm.metadata, (await bodyOf(c)).metadata);
    return c.json({ metadata: vm.metadata });
  });

  app.get('/v2.1/flavors', (c) => {
    const { root } = viewOf(c);
    return c.json({ flavors: flavors.map(({ id, name }) => ({ id, name, links: flavorLinks(id, root) })) });
  });
  app.get('/v2.1/flavors/detail', (c) => c.json({ flavors: flavors.map((one) => flavorView(one, viewOf(c))) }));
  app.get('/v2.1/flavors/:id', (c) => {
    const flavor = flavors.find((one) => one.id === c.req.param('id'));
    if (!flavor) throw new Refused(404, `Flavor ${c.req.param('id')} could not be found.`);
    return c.json({ flavor: flavorView(flavor, viewOf(c)) });
  });
  app.get('/v2.1/flavors/:id/os-extra_specs', (c) => c.json({ extra_specs: {} }));

  novaServices(app, backend, (c) => viewOf(c).minor);
  app.get('/v2.1/limits', (c) => {
    const mine = world.vms().filter((vm) => vm.projectId === c.get('token').project?.projectId && !vm.deletedAt);
    const sum = (of: (vm: SimVm) => number) => mine.reduce((total, vm) => total + of(vm), 0);
    const absolute = {
      ...{ maxTotalInstances: -1, maxTotalCores: -1, maxTotalRAMSize: -1, maxServerMeta: 128, maxTotalKeypairs: -1 },
      ...{ maxServerGroups: -1, maxServerGroupMembers: -1, totalServerGroupsUsed: 0, totalInstancesUsed: mine.length },
      ...{ totalRAMUsed: sum((vm) => vm.flavor.ram), totalCoresUsed: sum((vm) => vm.flavor.vcpus) },
    };
    return c.json({ limits: { rate: [], absolute } });
  });
  app.all('*', (c) => fault(c, 404, 'The resource could not be found.'));
  return app;
}

/** Reads the microversion, refuses one that we do not speak, and says which one the answer is in. */
async function negotiated(c: ServiceContext, newest: number, next: () => Promise<void>) {
  const asked = versionOf(c, newest);
  const minor = Number(/^2\.(\d+)$/.exec(asked)?.[1] ?? Number.NaN);
  const range = `Minimum is 2.1 and maximum is 2.${newest}.`;
  if (minor >= 1 && minor <= newest) await next();
  else c.res = fault(c, 406, `Version ${asked} is not supported by the API. ${range}`);
  c.header('OpenStack-API-Version', `compute ${asked}`);
  c.header('X-OpenStack-Nova-API-Version', asked);
  c.header('Vary', 'OpenStack-API-Version,X-OpenStack-Nova-API-Version');
  c.header('x-openstack-request-id', c.get('requestId'));
  c.header('x-compute-request-id', c.get('requestId'));
}

function versionOf(c: ServiceContext, newest: number): string {
  const asked = /^compute\s+(\S+)$/.exec(c.req.header('openstack-api-version') ?? '')?.[1];
  const version = asked ?? c.req.header('x-openstack-nova-api-version') ?? '2.1';
  return version === 'latest' ? `2.${newest}` : version;
}

function viewFor(c: ServiceContext, newest: number, world: World): View {
  const minor = Number(versionOf(c, newest).slice(2));
  return { root: `${originOf(c)}/compute`, minor, admin: c.get('token').admin, hosts: world.hosts, now: world.now() };
}

function actorOf(c: ServiceContext): Actor {
  const { user, project, admin } = c.get('token');
  return { userId: user.userId, projectId: project!.projectId, admin, requestId: c.get('requestId') };
}

const faultNames = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  406: 'computeFault',
  409: 'conflictingRequest',
  500: 'computeFault',
};

function fault(c: ServiceContext, code: keyof typeof faultNames, message: string) {
  return c.json({ [faultNames[code]]: { code, message } }, code, { 'Content-Type': 'application/json; charset=UTF-8' });
}

function version(c: ServiceContext, newest: number) {
  return {
    id: 'v2.1',
    status: 'CURRENT',
    version: `2.${newest}`,
    min_version: '2.1',
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${originOf(c)}/compute/v2.1/` }],
  };
}

function oldVersion(c: ServiceContext) {
  return {
    ...{ id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '', updated: '2011-01-21T11:33:21Z' },
    links: [{ rel: 'self', href: `${originOf(c)}/compute/v2/` }],
  };
}

const aboutVersion = {
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.compute+json;version=2.1' }],
};
