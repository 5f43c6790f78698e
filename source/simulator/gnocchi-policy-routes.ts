import { Hono } from 'hono';
import { bodyOf, originOf, type ServiceContext, type ServiceEnv } from './backend.ts';
import { type Policies, policyView } from './gnocchi-policies.ts';
import type { Rules } from './gnocchi-rules.ts';
import { Refused } from './refused.ts';

/** `/v1/archive_policy`: everybody reads, admins add and remove. */
export function archivePolicies(policies: Policies): Hono<ServiceEnv> {
  const app = new Hono<ServiceEnv>({ strict: false });
  app.get('/', (c) => c.json(policies.list().map(policyView)));
  app.get('/:name', (c) => c.json(policyView(policies.find(c.req.param('name')))));
  app.post('/', async (c) => {
    onlyAdmins(c);
    const policy = policies.add(await bodyOf(c));
    c.header('Location', `${originOf(c)}/metric/v1/archive_policy/${policy.name}`);
    return c.json(policyView(policy), 201);
  });
  app.delete('/:name', (c) => {
    onlyAdmins(c);
    policies.remove(c.req.param('name'));
    return c.body(null, 204);
  });
  return app;
}

/** `/v1/archive_policy_rule`: likewise. */
export function archivePolicyRules(rules: Rules): Hono<ServiceEnv> {
  const app = new Hono<ServiceEnv>({ strict: false });
  app.get('/', (c) => c.json(rules.list()));
  app.get('/:name', (c) => c.json(rules.find(c.req.param('name'))));
  app.post('/', async (c) => {
    onlyAdmins(c);
    const rule = rules.add(await bodyOf(c));
    c.header('Location', `${originOf(c)}/metric/v1/archive_policy_rule/${rule.name}`);
    return c.json(rule, 201);
  });
  app.delete('/:name', (c) => {
    onlyAdmins(c);
    rules.remove(c.req.param('name'));
    return c.body(null, 204);
  });
  return app;
}

function onlyAdmins(c: ServiceContext): void {
  if (!c.get('token').admin) throw new Refused(403, '');
}
