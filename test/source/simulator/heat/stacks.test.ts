import { expect, test } from 'vitest';
import { vm, workbench } from './workbench.ts';

const parameters = { flavor: { type: 'string', default: 'm1.tiny' }, secret: { type: 'string', hidden: true } };
const withFlavor = { ...vm, properties: { ...vm.properties, flavor: { get_param: 'flavor' } } };

test('a stack is made on the world’s clock, and shows what a real one shows', async () => {
  const { create, stack, settle, root, project, seconds, call, server, resource } = await workbench();
  const outputs = { vm: { value: { get_resource: 'vm' } }, ip: { value: { get_attr: ['vm', 'first_address'] } } };
  const answer = await create(
    'rec',
    { vm: withFlavor },
    { parameters, outputs },
    { parameters: { secret: 's' }, timeout_mins: 10 },
  );
  expect(answer.status).toBe(201);
  const { id, links } = answer.body.stack;
  const url = `${root}/stacks/rec/${id}`;
  expect(links).toEqual([{ href: `http://simulated.invalid${url}`, rel: 'self' }]);
  expect(answer.headers.get('location')).toBe(links[0].href);
  const young = await stack(url);
  expect(Object.keys(young)).toEqual([
    ...['stack_name', 'id', 'links', 'creation_time', 'updated_time', 'deletion_time', 'notification_topics'],
    ...['parameters', 'description', 'template_description', 'capabilities', 'disable_rollback', 'timeout_mins'],
    ...['stack_owner', 'parent', 'stack_user_project_id', 'tags', 'stack_status', 'stack_status_reason', 'outputs'],
  ]);
  expect(young).toMatchObject({
    ...{ stack_status: 'CREATE_IN_PROGRESS', stack_status_reason: 'Stack CREATE started', timeout_mins: 10 },
    parameters: {
      'OS::stack_id': id,
      'OS::project_id': project,
      'OS::stack_name': 'rec',
      flavor: 'm1.tiny',
      secret: '******',
    },
  });
  seconds(5);
  const { physical_resource_id: early } = await resource(url, 'vm');
  expect((await server(early)).status).toBe('BUILD');
  expect(await resource(url, 'vm')).toMatchObject({
    resource_status: 'CREATE_IN_PROGRESS',
    resource_status_reason: 'state changed',
  });
  const done = await settle(url);
  expect(done).toMatchObject({
    stack_status: 'CREATE_COMPLETE',
    stack_status_reason: 'Stack CREATE completed successfully',
  });
  expect(done.outputs).toMatchObject([
    { output_key: 'vm', description: 'No description given', output_value: early },
    { output_key: 'ip', output_value: expect.stringMatching(/^10\./) },
  ]);
  expect((await server(early)).status).toBe('ACTIVE');
  const [listed] = (await call('GET', `${root}/stacks?name=rec`)).body.stacks;
  expect(listed).toMatchObject({ id, project, stack_name: 'rec', description: '', parent: null, tags: null });
});

test('a resource shows its links, who needs it, and the server behind it', async () => {
  const { made, call, resource } = await workbench();
  const url = await made('rec', {
    vm,
    other: { type: 'OS::Heat::Value', properties: { value: { get_resource: 'vm' } } },
  });
  const { resources } = (await call('GET', `${url}/resources`)).body;
  expect(resources.map((each: { resource_name: string }) => each.resource_name)).toEqual(['other', 'vm']);
  expect(Object.keys(resources[1])).toEqual([
    ...['updated_time', 'creation_time', 'logical_resource_id', 'resource_name', 'physical_resource_id'],
    ...['resource_status', 'resource_status_reason', 'resource_type', 'links', 'required_by'],
  ]);
  expect(resources[1].required_by).toEqual(['other']);
  const found = await resource(url, 'vm');
  expect(found).toMatchObject({
    resource_status: 'CREATE_COMPLETE',
    resource_type: 'OS::Nova::Server',
    description: '',
  });
  expect(found.attributes).toMatchObject({ id: found.physical_resource_id, name: 'heat-vm', os_collect_config: {} });
  expect((await resource(url, 'other')).attributes).toEqual({ value: found.physical_resource_id });
  const only = await call('GET', `${url}/resources?physical_resource_id=${found.physical_resource_id}&nested_depth=5`);
  expect(only.body.resources).toHaveLength(1);
  const none = await call('GET', `${url}/resources/nope`);
  expect(none.body.error).toEqual({
    ...{ type: 'ResourceNotFound', traceback: null, message: 'The Resource (nope) could not be found in Stack rec.' },
  });
});

test('events tell the story, the newest first', async () => {
  const { made, call } = await workbench();
  const url = await made('rec', { vm });
  const { events } = (await call('GET', `${url}/events`)).body;
  expect(events.map((each: Record<string, string>) => `${each.resource_name} ${each.resource_status}`)).toEqual([
    ...['rec CREATE_COMPLETE', 'vm CREATE_COMPLETE', 'vm CREATE_IN_PROGRESS', 'rec CREATE_IN_PROGRESS'],
  ]);
  const query = `${url}/events?sort_dir=asc&marker=${events[2].id}&limit=1`;
  expect((await call('GET', query)).body.events).toEqual([events[1]]);
  expect(events[2].physical_resource_id).toMatch(/^rec-vm-[a-z2-7]{12}$/);
  expect(events[2].links.map(({ rel }: { rel: string }) => rel)).toEqual(['self', 'resource', 'stack']);
});

test('by its name alone a stack is a redirect to its address', async () => {
  const { made, call, root } = await workbench();
  const url = await made('rec', { vm });
  const found = await call('GET', `${root}/stacks/rec`);
  expect([found.status, found.headers.get('location')]).toEqual([302, `http://simulated.invalid${url}`]);
  expect(found.body).toMatchObject({ code: '302 Found', title: 'Found' });
  expect((await call('GET', `${root}/stacks/rec/events?sort_dir=asc`)).headers.get('location')).toBe(
    `http://simulated.invalid${url}/events?sort_dir=asc`,
  );
  const nope = await call('GET', `${root}/stacks/nope`);
  expect([nope.status, nope.body]).toEqual([
    404,
    {
      ...{ code: 404, title: 'Not Found', explanation: 'The resource could not be found.' },
      error: { type: 'EntityNotFound', traceback: null, message: 'The Stack (nope) could not be found.' },
    },
  ]);
});

test('a deleted stack is gone with all that it had', async () => {
  const { made, call, root, server, resource, stack, seconds } = await workbench();
  const url = await made('rec', { vm });
  const { physical_resource_id: id } = await resource(url, 'vm');
  const deleted = await call('DELETE', url);
  expect([deleted.status, deleted.text]).toEqual([204, '']);
  expect((await stack(url)).stack_status).toBe('DELETE_IN_PROGRESS');
  seconds(1);
  expect((await stack(url)).stack_status).toBe('DELETE_COMPLETE');
  expect(await server(id)).toBeUndefined();
  expect((await call('GET', `${root}/stacks/rec`)).status).toBe(302);
  seconds(2);
  expect((await call('GET', `${root}/stacks/rec`)).status).toBe(404);
  expect((await call('GET', `${root}/stacks?name=rec`)).body.stacks).toEqual([]);
  expect((await call('GET', `${root}/stacks?name=rec&show_deleted=true`)).body.stacks).toHaveLength(1);
  expect((await call('DELETE', `${root}/stacks/rec/nope`)).status).toBe(404);
});

test('a server that cannot be made fails the stack, with the reason', async () => {
  const { made, stack, resource } = await workbench({ vms: 0 });
  const url = await made('rec', { vm, after: { type: 'OS::Heat::None', depends_on: 'vm' } });
  const reason =
    'ResourceInError: resources.vm: Went to status ERROR due to "Message: No valid host was found. , Code: 500"';
  expect(await stack(url)).toMatchObject({
    ...{ stack_status: 'CREATE_FAILED', stack_status_reason: `Resource CREATE failed: ${reason}` },
  });
  expect(await resource(url, 'vm')).toMatchObject({ resource_status: 'CREATE_FAILED', resource_status_reason: reason });
  expect(await resource(url, 'after')).toBeUndefined();
});

test('no other project gets in, nor anybody without a token', async () => {
  const { send, as, signIn, root, simulator } = await workbench();
  const demo = as(await signIn('demo'));
  const foreign = await demo('GET', `${root}/stacks`);
  expect([foreign.status, foreign.body.error]).toEqual([
    403,
    { type: 'HTTPForbidden', traceback: null, message: 'Access was denied to this resource.' },
  ]);
  const own = `/heat-api/v1/${simulator.world.people.demo.projectId}/stacks`;
  expect((await demo('GET', own)).body).toEqual({ stacks: [] });
  expect((await send('GET', own)).body.error).toMatchObject({ code: 401, title: 'Unauthorized' });
  expect((await send('GET', '/heat-api/')).status).toBe(300);
});

test('the cloud comes with a stack of two of the admin’s VMs; a small one does without', async () => {
  const { call, root, vm: vmNamed, server } = await workbench();
  const { stacks } = (await call('GET', `${root}/stacks`)).body;
  expect(stacks).toMatchObject([{ stack_name: 'dev', stack_status: 'CREATE_COMPLETE' }]);
  const url = `${root}/stacks/dev/${stacks[0].id}`;
  const { resources } = (await call('GET', `${url}/resources`)).body;
  expect(resources.map((each: Record<string, string>) => [each.resource_name, each.physical_resource_id])).toEqual([
    ['dev-01', vmNamed('dev-01').id],
    ['dev-02', vmNamed('dev-02').id],
  ]);
  expect(await server(vmNamed('dev-01').id)).toMatchObject({ name: 'dev-01', status: 'ACTIVE' });
  const small = await workbench({ vms: 5 });
  expect((await small.call('GET', `${small.root}/stacks`)).body).toEqual({ stacks: [] });
});
