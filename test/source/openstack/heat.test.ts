import { afterEach, expect, test } from 'vitest';
import { Heat } from '../../../source/openstack/heat.ts';
import { answer, type Handler, type Loopback, type Routes } from './loopback.ts';
import { services } from './services.ts';

let lab: Loopback;
afterEach(() => lab.close());

async function open(routes: Routes): Promise<Heat> {
  const opened = await services(routes);
  lab = opened.lab;
  return new Heat(opened.session);
}

/** As the real one tells of a stack and of a resource. */
const stack = {
  id: 's1',
  stack_name: 'shop',
  stack_status: 'CREATE_COMPLETE',
  stack_status_reason: 'Stack CREATE completed successfully',
};
const resource = {
  resource_name: 'vm',
  resource_type: 'OS::Nova::Server',
  physical_resource_id: 'vm1',
  resource_status: 'CREATE_COMPLETE',
  resource_status_reason: 'state changed',
};
const html = '<html>\n <head>\n  <title>302 Found</title>\n </head>\n</html>';
const notFound = {
  code: 404,
  title: 'Not Found',
  error: { type: 'EntityNotFound', message: 'The Stack (shop) could not be found.' },
};

const redirect: Handler = ({ path }, response) =>
  answer(response, 302, html, { location: `${lab.url}${path}/s1`, 'content-type': 'text/html' });

test('a stack is found by its name, through Heat’s redirect', async () => {
  const heat = await open({ 'GET /heat/v1/p1/stacks/shop': redirect, 'GET /heat/v1/p1/stacks/shop/s1': { stack } });
  expect(await heat.stack('shop')).toMatchObject({ id: 's1', name: 'shop', status: 'CREATE_COMPLETE' });
});

test('a stack that does not exist is no failure; a redirect to nowhere is one', async () => {
  const heat = await open({
    'GET /heat/v1/p1/stacks/none': (_, response) => answer(response, 404, notFound),
    'GET /heat/v1/p1/stacks/odd': (_, response) => answer(response, 302, html),
  });
  expect(await heat.stack('none')).toBeUndefined();
  await expect(heat.stack('odd')).rejects.toMatchObject({ code: 'bad-answer' });
});

test('the place of a VM is looked for in one stack after the other', async () => {
  const heat = await open({
    'GET /heat/v1/p1/stacks': { stacks: [{ ...stack, id: 's0', stack_name: 'blog' }, stack] },
    'GET /heat/v1/p1/stacks/blog/s0/resources': { resources: [] },
    'GET /heat/v1/p1/stacks/shop/s1/resources': { resources: [resource] },
  });
  expect(await heat.placeOf('vm1')).toMatchObject({ stack: { id: 's1' }, resource: { name: 'vm', physicalId: 'vm1' } });
  expect(await heat.placeOf('vm2')).toBeUndefined();
});

test('a resource is marked and the stack updated, whatever Heat writes below its 202', async () => {
  const heat = await open({
    'PATCH /heat/v1/p1/stacks/shop/s1': (_, response) => answer(response, 202, html),
    'PATCH /heat/v1/p1/stacks/shop/s1/resources/vm': (_, response) => answer(response, 200, 'null'),
  });
  await heat.markUnhealthy({ id: 's1', name: 'shop' }, 'vm', 'cloud-medic: it hangs');
  expect(lab.got.at(-1)!.body).toEqual({ mark_unhealthy: true, resource_status_reason: 'cloud-medic: it hangs' });
  await heat.update({ id: 's1', name: 'shop' });
  expect(lab.got.at(-1)!.body).toEqual({ existing: true });
});

test('with a template the stack becomes that', async () => {
  const heat = await open({ 'PUT /heat/v1/p1/stacks/shop/s1': (_, response) => answer(response, 202, '') });
  await heat.update({ id: 's1', name: 'shop' }, { resources: {} });
  expect(lab.got.at(-1)!.body).toMatchObject({ template: { resources: {} } });
});

test('a signal goes to the address of the resource in the catalogue’s own form', async () => {
  const heat = await open({});
  const url = await heat.signalUrl({ id: 's1', name: 'shop' }, 'heal');
  expect(url).toBe(`${lab.url}/heat/v1/p1/stacks/shop/s1/resources/heal/signal`);
});

test('deleting what is gone is no failure; another refusal is told in Heat’s words', async () => {
  const conflict = {
    code: 409,
    title: 'Conflict',
    error: { type: 'StackExists', message: 'The Stack (shop) already exists.' },
  };
  const heat = await open({
    'DELETE /heat/v1/p1/stacks/shop/s1': (_, response) => answer(response, 404, notFound),
    'POST /heat/v1/p1/stacks': (_, response) => answer(response, 409, conflict),
  });
  await heat.delete({ id: 's1', name: 'shop' });
  await expect(heat.create('shop', {}, 5)).rejects.toThrow('The Stack (shop) already exists.');
});
