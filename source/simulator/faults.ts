import { Hono } from 'hono';
import type { FaultId } from '../../models/fault.ts';
import { authenticated, awake, type Backend, bodyOf, type ServiceEnv } from './backend.ts';
import { Refused } from './refused.ts';

/** Our own service: puts faults into simulated VMs and takes them back. No real cloud has it in its catalogue. */
export function faultInjection(backend: Backend): Hono<ServiceEnv> {
  const { world } = backend;
  const app = new Hono<ServiceEnv>({ strict: false });
  app.use(awake(backend));
  app.use(authenticated(backend));
  app.onError((error, c) => {
    if (error instanceof Refused)
      return c.json({ error: { code: error.status, message: error.message } }, error.status);
    throw error;
  });
  app.get('/v1/faults', (c) => c.json({ faults: world.injections() }));
  app.post('/v1/faults', async (c) => {
    const { fault, vm, seconds } = await bodyOf(c);
    return c.json(world.inject(String(fault) as FaultId, String(vm), Number(seconds)), 201);
  });
  app.delete('/v1/faults/:id', (c) => c.json(world.revert(c.req.param('id'))));
  return app;
}
