import * as z from 'zod';
import type { Caller } from './session.ts';

/** Seconds after which Keystone itself forgets the trust, should it not be deleted. */
const life = 60;

/**
 * Whether Keystone lets us trust others with our roles: one trust, with ourselves, is made and deleted at once. `now` is
 * epoch milliseconds.
 */
export async function mayTrust(caller: Caller, now: number): Promise<boolean> {
  const { userId, projectId, roles } = await caller.token();
  const base = await caller.endpoint('identity');
  // Then it cannot be asked.
  if (base === undefined) return true;
  const path = `${base.endsWith('/v3') ? '' : '/v3'}/OS-TRUST/trusts`;
  const trust = {
    trustor_user_id: userId,
    trustee_user_id: userId,
    project_id: projectId,
    impersonation: false,
    roles: roles.slice(0, 1).map((name) => ({ name })),
    expires_at: new Date(now + life * 1000).toISOString().replace(/\.\d+Z$/, '.000000Z'),
  };
  const made = await caller.call({
    service: 'identity',
    method: 'POST',
    path,
    body: { trust },
    accept: [401, 403, 404],
  });
  const { id } = answer.safeParse(made.body).data?.trust ?? {};
  if (id) await caller.call({ service: 'identity', method: 'DELETE', path: `${path}/${id}`, accept: [404] });
  return made.status < 300;
}

const answer = z.looseObject({ trust: z.looseObject({ id: z.string().regex(/^\w+$/) }) });
