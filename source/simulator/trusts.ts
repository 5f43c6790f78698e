import type { Hono } from 'hono';
import { bodyOf, type ServiceEnv } from './backend.ts';
import { plain } from './catalogue.ts';
import type { Token } from './tokens.ts';

type Trust = { readonly id: string; readonly trustor_user_id: string } & Readonly<Record<string, unknown>>;

/** Why Keystone makes no trust for who signed in so, or undefined. */
export function trustRefusal({ credential }: Token): string | undefined {
  if (!credential?.restricted) return undefined;
  const why = "Using method 'application_credential' is not allowed for managing trusts.";
  return `You are not authorized to perform the requested action: ${why}.`;
}

/** `/v3/OS-TRUST/trusts`: what a user lets another one do on its behalf. */
export function trusts(app: Hono<ServiceEnv>): void {
  const made = new Map<string, Trust>();
  let count = 0;
  app.use('/v3/OS-TRUST/*', async (c, next) => {
    const message = trustRefusal(c.get('token'));
    if (message && c.req.method !== 'GET') return c.json({ error: { code: 403, message, title: 'Forbidden' } }, 403);
    return next();
  });
  app.get('/v3/OS-TRUST/trusts', (c) => {
    const trustor = c.req.query('trustor_user_id');
    return c.json({ trusts: [...made.values()].filter((one) => one.trustor_user_id === trustor) });
  });
  app.post('/v3/OS-TRUST/trusts', async (c) => {
    const given = (await bodyOf(c)).trust as Record<string, unknown>;
    const trustor_user_id = c.get('token').user.userId;
    const trust: Trust = { ...given, id: plain(`trust ${++count}`), trustor_user_id };
    made.set(trust.id, trust);
    return c.json({ trust }, 201);
  });
  app.delete('/v3/OS-TRUST/trusts/:id', (c) => {
    const id = c.req.param('id');
    if (made.delete(id)) return c.body(null, 204);
    return c.json({ error: { code: 404, message: `Could not find trust: ${id}.`, title: 'Not Found' } }, 404);
  });
}
