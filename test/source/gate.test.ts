import { expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { actions } from '../../models/actions/index.ts';
import { claim } from '../../models/claim.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { unlock } from '../../models/lock.ts';
import { open } from '../../models/raise.ts';
import { wayOf } from '../../models/routes.ts';
import { refusal } from '../../source/gate.ts';
import { aState, aVerdict, aVm, now } from '../models/fixture.ts';

const stack = { name: 'shop-web.1', id: '0f8e2b64-1c3a-4d5e-8f90-a1b2c3d4e5f6', resource: 'web server.1' };
const vm = aVm({ image: '5b0c7f1e-92ad-4c38-b6e1-7d4f9a2c8e13', stack, hostStatus: 'down' });
const cloud = {
  ...{ name: 'c', project: 'p', user: 'medic', region: 'r', simulated: true },
  ...{ roles: ['admin'], services: ['compute', 'workflow', 'orchestration'] as const },
};
const routes = Object.fromEntries(actions.map(({ id, routes: ways }) => [id, ways.at(-1)!]));

test.each(actions.flatMap((action) => action.routes.map((route) => ({ action, route }))))(
  'each call of $action.id by $route passes',
  ({ action, route }) => {
    const base = aState({
      vm,
      mode: 'confirm',
      cloud,
      settings: { ...defaultSettings, routes: { ...routes, [action.id]: route } },
    });
    const way = wayOf(action, open(aVerdict(), base, now), vm, base);
    const calls = [...way.before, way.call, ...way.undo, unlock(vm), ...(action.finish ? [action.finish(vm)] : [])];
    expect(way.route).toBe(route);
    expect(calls.map((call) => refusal(call, base))).toEqual(calls.map(() => undefined));
  },
);

test('an execution is called off where a claim of ours has it', () => {
  const settings = { ...defaultSettings, routes: { 'hard-reboot': 'mistral' } as const };
  const base = aState({ vm, cloud, settings });
  const incident = open(aVerdict(), base, now);
  const action = actions.find(({ id }) => id === 'hard-reboot')!;
  const plan = { action: action.id, ...wayOf(action, incident, vm, base), refusals: [], madeAt: now };
  const [claimed] = claim(base, { ...incident, plan }, 'ada', now);
  const cancel = (id: string): Call => ({
    service: 'workflow',
    method: 'PUT',
    path: `/executions/${id}`,
    body: { state: 'CANCELLED' },
  });
  const own = (plan.follow as { readonly id: string }).id;
  expect(refusal(cancel(own), claimed)).toBeUndefined();
  expect(refusal(cancel(own), base)).toContain('none of cloud-medic');
  expect(refusal(cancel(stack.id), claimed)).toContain('none of cloud-medic');
});

const action = (path: string, body: unknown = { reboot: { type: 'HARD' } }): Call => ({
  service: 'compute',
  method: 'POST',
  path,
  body,
});
const odd: readonly Call[] = [
  { service: 'compute', method: 'DELETE', path: `/servers/${vm.id}`, body: undefined },
  { service: 'compute', method: 'POST', path: `/servers/${vm.id}/action`, body: { forceDelete: null } },
  action(`/servers/${vm.id}/action`, { reboot: { type: 'HARD' }, forceDelete: null }),
  action(`/servers/${vm.id}/action`, { 'os-migrateLive': { host: 'theirs', block_migration: 'auto' } }),
  action(`/servers/${vm.id}/action`, { rebuild: { imageRef: vm.image, adminPass: 'x' } }),
  action(`/servers/${vm.id}/../x/action`),
  action('/servers/../os-services/action'),
  action(`/servers/${vm.id}/action?x=1`),
  action(`/servers/${vm.id}/action\n`),
  action(`/servers/${vm.id}%2Faction/action`),
  { service: 'metric', method: 'DELETE', path: `/v1/metric/${vm.id}`, body: undefined },
  { service: 'workflow', method: 'POST', path: '/executions', body: { id: vm.id, workflow_name: 'theirs', input: {} } },
  { service: 'orchestration', method: 'PATCH', path: `/stacks/../${stack.id}`, body: { existing: true } },
  { service: 'orchestration', method: 'PATCH', path: `/stacks/a%2fb/${stack.id}`, body: { existing: true } },
  { service: 'orchestration', method: 'PATCH', path: `/stacks/%2e%2E/${stack.id}`, body: { existing: true } },
  { service: 'orchestration', method: 'PATCH', path: `/stacks/a/${stack.id}`, body: { existing: true, template: {} } },
];

test.each(odd)('$method $path $body is refused before anything is sent', (call) => {
  expect(refusal(call, aState({ vm, cloud }))).toContain("is no call of cloud-medic's actions");
});

test.each([{ mode: 'observe' as const }, { readOnly: true }])('with %o nothing passes', (news) => {
  expect(refusal(unlock(vm), aState({ vm, cloud, ...news }))).toMatch(/observe|read-only/);
});
