import type { Hono } from 'hono';
import { type Backend, bodyOf, iso, type ServiceContext, type ServiceEnv } from './backend.ts';
import type { Host } from './hosts.ts';
import { uuidOf } from './ids.ts';
import { forbidden } from './nova-actions.ts';
import { Refused } from './refused.ts';

/** The routes of Nova's own services: their list, and what an operator says of those on the compute hosts. */
export function novaServices(app: Hono<ServiceEnv>, { world }: Backend, minorOf: (c: ServiceContext) => number): void {
  app.get('/v2.1/os-services', (c) => {
    if (!c.get('token').admin) throw new Refused(403, forbidden('os-services:list'));
    const [binary, wanted] = [c.req.query('binary'), c.req.query('host')];
    const services = [
      ...['nova-scheduler', 'nova-conductor'].map((name) => view(c, name, 'controller', 'internal')),
      ...world.hosts.list().map((host) => view(c, 'nova-compute', host.name, 'nova', host)),
    ];
    const matches = (one: (typeof services)[number]) =>
      (!binary || one.binary === binary) && (!wanted || one.host === wanted);
    return c.json({ services: services.filter(matches) });
  });

  app.put('/v2.1/os-services/:id', async (c) => {
    if (!c.get('token').admin) throw new Refused(403, forbidden('os-services:update'));
    const id = c.req.param('id');
    const host = world.hosts.list().find(({ name }) => idOf('nova-compute', name) === id);
    if (!host) throw new Refused(404, `Service ${id} could not be found.`);
    const { status, forced_down: down, disabled_reason: reason } = await bodyOf(c);
    if (status === undefined && down === undefined) {
      throw new Refused(400, "No updates were requested. Fields 'status' or 'forced_down' should be specified.");
    }
    if (status === 'enabled' && reason !== undefined)
      throw new Refused(400, "Specifying 'disabled_reason' with status 'enabled' is invalid.");
    if (typeof down === 'boolean') world.hosts.force(host, down, world.now());
    if (status !== undefined) {
      host.disabled = status === 'disabled';
      host.disabledReason = host.disabled && typeof reason === 'string' ? reason : null;
    }
    return c.json({ service: view(c, 'nova-compute', host.name, 'nova', host) });
  });

  function view(c: ServiceContext, binary: string, host: string, zone: string, state?: Host) {
    const minor = minorOf(c);
    const id = idOf(binary, host);
    return {
      binary,
      host,
      id: minor >= 53 ? id : Number.parseInt(id.slice(0, 4), 16),
      zone,
      status: state?.disabled ? 'disabled' : 'enabled',
      state: state && (state.forcedDown || !world.hosts.isHeard(state, world.now())) ? 'down' : 'up',
      updated_at: iso(Math.floor((state?.diedAt ?? world.now()) / 10_000) * 10_000).replace('Z', '000'),
      disabled_reason: state?.disabledReason ?? null,
      ...(minor >= 11 ? { forced_down: state?.forcedDown ?? false } : {}),
    };
  }
}

function idOf(binary: string, host: string): string {
  return uuidOf(`${binary} ${host}`);
}
