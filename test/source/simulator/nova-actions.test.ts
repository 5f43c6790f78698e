import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

test('each action goes through its task and ends in its state', async () => {
  const { act, server, seconds, vm } = await standIn();
  const { id } = vm();
  const states = async () => {
    const { status, ...rest } = await server(id);
    return [status, rest['OS-EXT-STS:task_state'], rest['OS-EXT-STS:vm_state'], rest['OS-EXT-STS:power_state']];
  };
  const story: [unknown, unknown[], unknown[]][] = [
    [{ reboot: { type: 'SOFT' } }, ['REBOOT', 'rebooting', 'active', 1], ['ACTIVE', null, 'active', 1]],
    [{ reboot: { type: 'HARD' } }, ['HARD_REBOOT', 'rebooting_hard', 'active', 1], ['ACTIVE', null, 'active', 1]],
    [{ pause: null }, ['ACTIVE', 'pausing', 'active', 1], ['PAUSED', null, 'paused', 3]],
    [{ unpause: null }, ['PAUSED', 'unpausing', 'paused', 3], ['ACTIVE', null, 'active', 1]],
    [{ suspend: null }, ['ACTIVE', 'suspending', 'active', 1], ['SUSPENDED', null, 'suspended', 7]],
    [{ resume: null }, ['SUSPENDED', 'resuming', 'suspended', 7], ['ACTIVE', null, 'active', 1]],
    [{ 'os-stop': null }, ['ACTIVE', 'powering-off', 'active', 1], ['SHUTOFF', null, 'stopped', 4]],
    [{ 'os-start': null }, ['SHUTOFF', 'powering-on', 'stopped', 4], ['ACTIVE', null, 'active', 1]],
  ];
  for (const [body, during, after] of story) {
    const answer = await act(id, body);
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect(await states()).toEqual(during);
    seconds(30);
    expect(await states()).toEqual(after);
  }
});

test('what a state does not allow is a conflict, in the words of Nova', async () => {
  const { act, seconds, vm } = await standIn();
  const { id } = vm();
  const refusal = async (body: unknown) => (await act(id, body)).body?.conflictingRequest;
  expect(await refusal({ 'os-start': null })).toEqual({
    code: 409,
    message: `Cannot 'start' instance ${id} while it is in vm_state active`,
  });
  await act(id, { 'os-stop': null });
  expect((await refusal({ 'os-stop': null })).message).toMatch(/in task_state powering-off$/);
  expect((await refusal({ reboot: { type: 'HARD' } })).message).toMatch(/^Cannot 'reboot' .* task_state powering-off$/);
  seconds(10);
  expect((await refusal({ 'os-stop': null })).message).toMatch(/in vm_state stopped$/);
  expect((await refusal({ reboot: { type: 'SOFT' } })).message).toMatch(/in vm_state stopped$/);
  expect((await act(id, { reboot: { type: 'HARD' } })).status).toBe(202);
});

test('a guest that hangs does not hear of a soft reboot: after two minutes Nova cuts its power', async () => {
  const { vm, act, server, inject, seconds } = await standIn({ historyMinutes: 2 });
  const { id } = vm();
  await inject('hang', id);
  seconds(30);
  await act(id, { reboot: { type: 'SOFT' } });
  seconds(130);
  expect(await server(id)).toMatchObject({ status: 'REBOOT' });
  seconds(20);
  expect(await server(id)).toMatchObject({ status: 'ACTIVE', 'OS-EXT-STS:task_state': null });
  expect(vm().bootedAt).toBeGreaterThan(vm().launchedAt!);
});

test('a hard reboot overtakes a soft one', async () => {
  const { act, server, seconds, vm } = await standIn();
  const { id } = vm();
  await act(id, { reboot: { type: 'SOFT' } });
  expect((await act(id, { reboot: { type: 'SOFT' } })).status).toBe(409);
  seconds(5);
  await act(id, { reboot: { type: 'HARD' } });
  seconds(10);
  expect((await server(id)).status).toBe('HARD_REBOOT');
  seconds(10);
  expect((await server(id)).status).toBe('ACTIVE');
});

test('bodies that Nova does not know are refused before the server is looked for', async () => {
  const { act } = await standIn();
  expect((await act('nope', { fly: null })).body.badRequest.message).toBe('There is no such action: fly');
  expect((await act('nope', { reboot: { type: 'MEDIUM' } })).body.badRequest.message).toBe(
    "Invalid input for field/attribute type. Value: MEDIUM. 'MEDIUM' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
  );
  expect((await act('nope', { reboot: { type: 'HARD' } })).status).toBe(404);
});

test('a lock holds for its owner and not for an admin', async () => {
  const { act, as, signIn, server, vm } = await standIn();
  const { id } = vm('web-01');
  const demo = as(await signIn('demo'));
  await act(id, { lock: { locked_reason: 'upgrade' } });
  expect(await server(id)).toMatchObject({ locked: true, locked_reason: 'upgrade', status: 'ACTIVE' });
  const refused = await demo('POST', `/compute/v2.1/servers/${id}/action`, { reboot: { type: 'HARD' } });
  expect(refused.body.conflictingRequest.message).toBe(`Instance ${id} is locked`);
  expect((await act(id, { reboot: { type: 'HARD' } })).status).toBe(202);
  await act(id, { unlock: null });
  expect(await server(id)).toMatchObject({ locked: false, locked_reason: null });
});

test("a lock over a lock: the owner's does nothing, an admin's replaces it, and one without a reason keeps the old one", async () => {
  const { act, as, signIn, server, vm } = await standIn();
  const { id, actions } = vm('web-01');
  const demo = as(await signIn('demo'));
  const locks = () => actions.filter(({ action }) => action === 'lock').length;
  const owners = (reason: string) =>
    demo('POST', `/compute/v2.1/servers/${id}/action`, { lock: { locked_reason: reason } });
  await owners('mine');
  expect((await owners('mine, once more')).status).toBe(202);
  expect([await server(id), locks()]).toMatchObject([{ locked_reason: 'mine' }, 1]);
  await act(id, { lock: { locked_reason: 'upgrade' } });
  expect([await server(id), locks()]).toMatchObject([{ locked_reason: 'upgrade' }, 2]);
  await act(id, { lock: null });
  expect([await server(id), locks()]).toMatchObject([{ locked_reason: 'upgrade' }, 3]);
});

test('resetState and a fault of Nova show as ERROR; only the latter has a fault record', async () => {
  const { act, server, simulator, vm } = await standIn();
  const { id } = vm();
  await act(id, { 'os-resetState': { state: 'error' } });
  const reset = await server(id);
  expect([reset.status, reset['OS-EXT-STS:vm_state'], reset['OS-EXT-STS:power_state']]).toEqual(['ERROR', 'error', 1]);
  expect(reset).not.toHaveProperty('fault');
  simulator.world.fail(vm(), 'No valid host was found. ');
  expect((await server(id)).fault).toMatchObject({ code: 500, message: 'No valid host was found. ' });
});

test('instance actions tell who did what, newest first, with events', async () => {
  const { call, act, seconds, vm, simulator } = await standIn();
  const { id } = vm();
  const accepted = await act(id, { reboot: { type: 'HARD' } });
  const path = `/compute/v2.1/servers/${id}/os-instance-actions`;
  const [newest] = (await call('GET', path)).body.instanceActions;
  expect(Object.keys(newest)).toEqual([
    'action',
    'instance_uuid',
    'request_id',
    'user_id',
    'project_id',
    'start_time',
    'message',
    'updated_at',
  ]);
  expect(newest).toMatchObject({
    action: 'reboot',
    request_id: accepted.headers.get('x-openstack-request-id'),
    user_id: simulator.world.people.admin.userId,
  });
  seconds(30);
  const { instanceAction } = (await call('GET', `${path}/${newest.request_id}`)).body;
  expect(instanceAction.events[0]).toMatchObject({ event: 'compute_reboot_instance', result: 'Success' });
});

test('the console shows its last lines', async () => {
  const { act, vm } = await standIn();
  const { status, body } = await act(vm().id, { 'os-getConsoleOutput': { length: 2 } });
  expect(status).toBe(200);
  expect(body.output.trimEnd().split('\n')).toHaveLength(2);
  expect(body.output).toContain('web-01 login:');
});
