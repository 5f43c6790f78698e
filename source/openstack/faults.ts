import * as z from 'zod';
import type { Injection } from '../../models/event.ts';
import type { Faults } from '../ports.ts';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';
import type { Session } from './session.ts';

const injection = z.object({
  id: z.string(),
  fault: z.string(),
  vm: z.string(),
  vmName: z.string().catch(''),
  startedAt: z.number(),
  endsAt: z.number(),
  state: z.enum(['active', 'ended', 'reverted', 'cured']),
});

/** The fault-injection service of the simulated cloud. */
export function faults(session: Session): Faults {
  const call = (path: string, rest: { method?: 'POST' | 'DELETE'; body?: unknown } = {}) =>
    session.call({ service: 'fault-injection', path: `/v1/faults${path}`, ...rest });
  return {
    async list() {
      const answer = await call('');
      const records = z.object({ faults: z.array(z.unknown()) }).safeParse(answer.body);
      if (!records.success) throw badAnswer('fault-injection', answer, 'it has no list of faults.');
      return records.data.faults.flatMap((record) => (injection.safeParse(record).data as Injection) ?? []);
    },
    inject: async (fault, vm, seconds) => one(await call('', { method: 'POST', body: { fault, vm, seconds } })),
    revert: async (id) => one(await call(`/${encodeURIComponent(id)}`, { method: 'DELETE' })),
  };
}

function one(answer: Answer): Injection {
  const record = injection.safeParse(answer.body);
  if (!record.success) throw badAnswer('fault-injection', answer, 'it describes no fault.');
  return record.data as Injection;
}
