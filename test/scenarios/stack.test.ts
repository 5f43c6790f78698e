import { expect, test } from 'vitest';
import { firstVm, lab, type MedicOptions } from './lab.ts';

/** A VM in a Heat stack, hung, and a cloud-medic at which somebody asks for its replacement. */
async function stacked(options: MedicOptions = {}) {
  const cloud = lab({ timeout: 1 });
  const model = await cloud.medic({ mode: 'observe' });
  const { flavor, image } = firstVm(model);
  const server = { type: 'OS::Nova::Server', properties: { name: 'shop-01', flavor, image, networks: [] } };
  await cloud.heat.create('shop', { heat_template_version: '2016-10-14', resources: { shop: server } }, 5);
  await cloud.pass(300);
  const medic = await cloud.medic({ mode: 'confirm', ...options });
  await cloud.pass(120, [medic]);
  const vm = [...medic.getState().vms.values()].find(({ name }) => name === 'shop-01')!;
  expect(vm.stack).toMatchObject({ name: 'shop', resource: 'shop' });
  await cloud.inject('hang', vm.id);
  await cloud.pass(200, [medic]);
  medic.dispatch({ type: 'heal-asked', vm: vm.id, action: 'heat-replace', who: 'ada' });
  const { id: incident } = medic.getState().incidents.get(vm.id)!;
  const confirm = (typed: string) =>
    medic.dispatch({ type: 'confirmed', incident, action: 'heat-replace', who: 'ada', typed });
  return { cloud, medic, vm, confirm, incident };
}

const servers = async ({ cloud }: Awaited<ReturnType<typeof stacked>>) =>
  (await cloud.nova.servers()).filter(({ name, status }) => name.startsWith('shop') && status !== 'DELETED');

test('a VM of a stack is replaced by Heat once its name was typed, and the new one is proven well', async () => {
  const shop = await stacked();
  const { cloud, medic, vm, confirm, incident } = shop;
  confirm('shop');
  await medic.idle();
  expect(medic.getState().incidents.get(vm.id)?.attempts).toEqual([]);
  confirm('shop-01');
  await cloud.pass(600, [medic]);
  const [now, ...others] = await servers(shop);
  expect(others).toEqual([]);
  expect(now?.id).not.toBe(vm.id);
  expect(medic.getState().history[0]).toMatchObject({
    id: incident,
    vm: now!.id,
    attempts: [{ route: 'heat', action: 'heat-replace', outcome: 'healed', vm: vm.id }],
  });
  expect(await cloud.heat.stacks()).toMatchObject([{ name: 'shop', status: 'UPDATE_COMPLETE' }]);
});

test('Heat is not in the catalogue: the replacement waits for it, and says so', async () => {
  const shop = await stacked();
  shop.cloud.simulator.trouble.push({ service: 'orchestration', kind: 'missing' });
  const later = await shop.cloud.medic({ mode: 'confirm' });
  later.dispatch({ type: 'heal-asked', vm: shop.vm.id, action: 'heat-replace', who: 'ada' });
  const reasons = later
    .getState()
    .incidents.get(shop.vm.id)
    ?.plan?.refusals.map(({ reason }) => reason);
  expect(reasons?.join('; ')).toContain('the cloud offers no Heat');
});

test('Heat refuses the update: what was marked is unmarked', async () => {
  const sent: unknown[] = [];
  const shop = await stacked({
    act: (call, send) => {
      sent.push(call.body);
      if (call.path.endsWith('/resources/shop')) return send(call);
      return send({ ...call, path: `${call.path}/nonsense` });
    },
  });
  shop.confirm('shop-01');
  await shop.cloud.pass(30, [shop.medic]);
  expect(sent).toMatchObject([{ mark_unhealthy: true }, { existing: true }, { mark_unhealthy: false }]);
  expect(shop.medic.getState().incidents.get(shop.vm.id)?.attempts).toMatchObject([{ outcome: 'refused' }]);
  expect((await servers(shop)).map(({ id }) => id)).toEqual([shop.vm.id]);
});

test.each([
  ['and comes back', true],
  ['and stays away', false],
])('Heat fails in mid-heal %s: it is replaced once, and how it ends can be read', async (_, comesBack) => {
  const shop = await stacked();
  const { trouble } = shop.cloud.simulator;
  shop.confirm('shop-01');
  await shop.medic.idle();
  trouble.push({ service: 'orchestration', kind: 'status', status: 500 });
  await shop.cloud.pass(120, [shop.medic]);
  expect(shop.medic.getState().incidents.get(shop.vm.id)?.phase).toBe('healing');
  if (comesBack) trouble.length = 0;
  await shop.cloud.pass(1200, [shop.medic]);
  expect(await servers(shop)).toHaveLength(1);
  const [closed] = shop.medic.getState().history;
  const words = comesBack ? 'healed' : 'Heat does not answer';
  expect(closed?.attempts.at(-1)?.words).toContain(words);
  expect(shop.medic.getState().incidents.size).toBe(0);
});

test.each([
  ['the answer is cut', 'half-json', true],
  ['no answer comes', 'hang', false],
] as const)(
  '%s when Heat is asked for the update: it is asked once, and leaves no mark behind',
  async (_, kind, done) => {
    const asked: unknown[] = [];
    const shop = await stacked({
      act: (call, send) => {
        asked.push(call.body);
        if ('existing' in (call.body as object))
          shop.cloud.simulator.trouble.push({ service: 'orchestration', kind, times: 1 });
        return send(call);
      },
    });
    shop.confirm('shop-01');
    await shop.medic.idle();
    for (let polls = 0; polls < 120 && shop.medic.getState().incidents.get(shop.vm.id)?.phase === 'healing'; polls++)
      await shop.cloud.pass(10, [shop.medic]);
    await shop.cloud.pass(60, [shop.medic]);
    expect(asked.slice(0, 2)).toMatchObject([{ mark_unhealthy: true }, { existing: true }]);
    expect(asked.slice(2)).toMatchObject(done ? [] : [{ mark_unhealthy: false }]);
    const now = await servers(shop);
    expect(now).toHaveLength(1);
    expect(now[0]!.id === shop.vm.id).toBe(!done);
    const { incidents, history } = shop.medic.getState();
    const attempt = [...history, ...incidents.values()].find(({ id }) => id === shop.incident)?.attempts.at(-1);
    expect(attempt).toMatchObject(done ? { outcome: 'healed' } : { outcome: 'no help' });
    expect(attempt?.words).toMatch(done ? /healed/ : /after 900 s: the stack shop is CREATE_COMPLETE/);
    const [{ name, id } = { name: '', id: '' }] = await shop.cloud.heat.stacks();
    const resources = { service: 'orchestration', path: `/stacks/${name}/${id}/resources` };
    expect((await shop.cloud.session.call(resources)).body).toMatchObject({
      resources: [{ resource_status: done ? 'CREATE_COMPLETE' : 'CHECK_COMPLETE' }],
    });
  },
);
