import { expect, test } from 'vitest';
import { defaultSettings } from '../../../models/state.ts';
import { autonomousYaml } from '../../../source/provision/autonomous.ts';
import { workflowYaml } from '../../../source/provision/healing-workflow.ts';
import { healingWorkflows } from '../../../source/provision/workflows.ts';
import { standIn } from '../simulator/stand-in.ts';

test('with no console open, ERROR alone is no proof that a guest is dead; what its hypervisor finds off is rebooted', async () => {
  const cloud = await standIn({ vms: 3, historyMinutes: 2 });
  const { call, send, token, simulator, seconds } = cloud;
  const plain = { 'X-Auth-Token': token, 'Content-Type': 'text/plain' };
  const yaml = [
    autonomousYaml({ ...defaultSettings, threshold: 0.8 }),
    workflowYaml(healingWorkflows.find(({ action }) => action === 'hard-reboot')!),
  ];
  for (const text of yaml)
    expect((await send('POST', '/workflow/v2/workflows', undefined, plain, text)).status).toBe(201);
  const vm = simulator.world.vms()[0]!;
  const run = async () => {
    const alarm = {
      ...{ alarm_id: 'a', alarm_name: `cloud-medic reboot: ${vm.id}`, current: 'alarm' },
      reason_data: { most_recent: 0.99 },
    };
    const { id } = (
      await call('POST', '/workflow/v2/executions', { workflow_name: 'cloud_medic.autonomous', input: { alarm } })
    ).body;
    for (let i = 0; i < 20; i++) {
      seconds(5);
      await simulator.idle();
      const { body } = await call('GET', `/workflow/v2/executions/${id}`);
      if (body.state !== 'RUNNING') return body;
    }
  };
  simulator.world.fail(vm, 'Live Migration failure');
  expect(await run()).toMatchObject({
    ...{ state: 'ERROR', state_info: 'Nova says ERROR, but its power state is 1: the guest may live' },
  });
  vm.power = 4;
  expect(await run()).toMatchObject({ state: 'SUCCESS' });
  expect(vm.actions[0]!.action).toBe('reboot');
});
