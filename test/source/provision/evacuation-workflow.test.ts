import { expect, test } from 'vitest';
import { workflowYaml } from '../../../source/provision/healing-workflow.ts';
import { healingWorkflows } from '../../../source/provision/workflows.ts';
import { standIn } from '../simulator/stand-in.ts';

const yaml = workflowYaml(healingWorkflows.find(({ action }) => action === 'evacuate')!);

/** A stand-in whose first VM's host is dead and fenced, and our workflow run on that VM. */
async function evacuated(
  novaNewest: number,
  change: (cloud: Awaited<ReturnType<typeof standIn>>, vm: string) => void = () => undefined,
) {
  const cloud = await standIn({ vms: 20, historyMinutes: 2, novaNewest });
  const { call, send, as, token, simulator, seconds } = cloud;
  const plain = { 'X-Auth-Token': token, 'Content-Type': 'text/plain' };
  expect((await send('POST', '/workflow/v2/workflows', undefined, plain, yaml)).status).toBe(201);
  const vm = simulator.world.vms()[0]!;
  const { host } = vm;
  const services = (await as(token, '2.53')('GET', `/compute/v2.1/os-services?host=${host}`)).body.services;
  await as(token, '2.53')('PUT', `/compute/v2.1/os-services/${services[0].id}`, { forced_down: true });
  change(cloud, vm.id);
  const body = { workflow_name: 'cloud_medic.evacuate', input: { vm: vm.id } };
  const { id } = (await call('POST', '/workflow/v2/executions', body)).body;
  for (let i = 0; i < 200; i++) {
    seconds(5);
    await simulator.idle();
    const { body: execution } = await call('GET', `/workflow/v2/executions/${id}`);
    if (execution.state !== 'RUNNING') return { execution, vm, host };
  }
  throw new Error('it does not end');
}

const deeds = (vm: { readonly actions: readonly { readonly action: string }[] }) =>
  vm.actions
    .map(({ action }) => action)
    .filter((action) => ['evacuate', 'start'].includes(action))
    .reverse();

test('a Nova up to 2.94 runs an evacuated VM at once: it is not started', async () => {
  const { execution, vm, host } = await evacuated(93);
  expect([execution.state, execution.state_info, vm.vmState, vm.host === host]).toEqual([
    'SUCCESS',
    null,
    'active',
    false,
  ]);
  expect(deeds(vm)).toEqual(['evacuate']);
});

test('a Nova from 2.95 on leaves it off on its new host: the workflow starts it', async () => {
  const { execution, vm, host } = await evacuated(96);
  expect([execution.state, execution.state_info, vm.vmState, vm.host === host]).toEqual([
    'SUCCESS',
    null,
    'active',
    false,
  ]);
  expect(deeds(vm)).toEqual(['evacuate', 'start']);
});

test('one that did not run before is left off, which is told', async () => {
  const { execution, vm } = await evacuated(96, ({ simulator }) => {
    const first = simulator.world.vms()[0]!;
    simulator.world.fail(first, 'its disk is gone');
    first.power = 4;
  });
  expect(execution).toMatchObject({ state: 'ERROR', state_info: expect.stringContaining('afterwards it is SHUTOFF') });
  expect(deeds(vm)).toEqual(['evacuate']);
});
