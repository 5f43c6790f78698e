import * as z from 'zod';
import type { Session } from './session.ts';

/** Users that are remembered. */
const mostKnown = 1000;

/**
 * Who a user is, in words: "you" for the token's own, "user NAME" where Keystone tells it, else "user ID". Each is asked
 * for once: most users may not know of others. Where Keystone has not answered, the next one to ask asks it again.
 */
export function userWords(session: Session): (id: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (id) => {
    if (known.size > mostKnown) known.clear();
    const words = known.get(id) ?? ask(session, id);
    known.set(id, words);
    return words.catch(() => {
      known.delete(id);
      return `user ${id}`;
    });
  };
}

const body = z.looseObject({ user: z.looseObject({ name: z.string().min(1) }) });

async function ask(session: Session, id: string): Promise<string> {
  const { userId } = await session.token();
  if (userId === id) return 'you';
  const base = (await session.endpoint('identity')) ?? '';
  const path = `${base.endsWith('/v3') ? '' : '/v3'}/users/${encodeURIComponent(id)}`;
  const answer = await session.call({ service: 'identity', path, accept: [403, 404] });
  return `user ${body.safeParse(answer.body).data?.user.name ?? id}`;
}
