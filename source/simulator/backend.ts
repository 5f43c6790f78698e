import type { Context, Env, MiddlewareHandler } from 'hono';
import type { Agenda } from './agenda.ts';
import type { GnocchiStore } from './gnocchi-store.ts';
import type { Inside } from './inside.ts';
import type { Token, Tokens } from './tokens.ts';
import type { World } from './world.ts';

/** What all services share. */
export type Backend = {
  readonly world: World;
  readonly tokens: Tokens;
  readonly telemetry: GnocchiStore;
  readonly agenda: Agenda;
  readonly inside: Inside;
};

/** What the services' handlers find in their context. */
export type ServiceEnv = Env & { Variables: { requestId: string; token: Token } };
export type ServiceContext = Context<ServiceEnv>;

/** Origin of the caller's URLs, so that links and the catalogue fit any port. */
export function originOf(c: Context): string {
  return new URL(c.req.url).origin;
}

/** Brings the world up to date and gives the request its id. */
export function awake({ world }: Backend): MiddlewareHandler<ServiceEnv> {
  return async (c, next) => {
    world.advance();
    c.set('requestId', world.newRequestId());
    await next();
    c.header('Date', new Date(world.now()).toUTCString());
  };
}

/** Keystone's middleware in front of every other service. */
export function authenticated({ tokens }: Backend, requestIdHeader = true): MiddlewareHandler<ServiceEnv> {
  return async (c, next) => {
    const token = tokens.find(c.req.header('x-auth-token'));
    if (!token?.project) {
      c.header('WWW-Authenticate', `Keystone uri="${originOf(c)}/identity"`);
      if (requestIdHeader) c.header('x-openstack-request-id', c.get('requestId'));
      return c.json(unauthorized, 401);
    }
    c.set('token', token);
    await next();
  };
}

export const unauthorized = {
  error: { code: 401, message: 'The request you have made requires authentication.', title: 'Unauthorized' },
};

/** The request's JSON body; {} where it has none or a broken one. */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => ({}));
  return body && typeof body === 'object' ? (body as Record<string, unknown>) : {};
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}
