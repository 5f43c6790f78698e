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
const network = { ...resource, resource_name: 'net', resource_type: 'OS::Neutron::Net', physical_resource_id: 'n1' };
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

test('the servers of a stack are those that have a VM; a stack that is gone has none', async () => {
  const resources = [resource, { ...resource, resource_name: 'next', physical_resource_id: '' }, network];
  const heat = await open({
    'GET /heat/v1/p1/stacks/shop/s1/resources': { resources },
    'GET /heat/v1/p1/stacks/shop/s2/resources': (_, response) => answer(response, 404, notFound),
  });
  expect(await heat.servers({ id: 's1', name: 'shop' })).toEqual([{ resource: 'vm', vm: 'vm1' }]);
  expect(await heat.servers({ id: 's2', name: 'shop' })).toEqual([]);
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
